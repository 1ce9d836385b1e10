using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using PostHogProxy.BuildCost;

// What the analyzers cost a build: dotnet run -c Release --project benchmarks/PostHogProxy.BuildCost -- path/to/easyprivacy.txt [rounds]
if (args.Length is 0 or > 2 || !File.Exists(args[0]))
{
    Console.Error.WriteLine("Usage: PostHogProxy.BuildCost <path of a full filter list, such as easyprivacy.txt> [rounds]");
    return 2;
}

var rounds = args.Length == 2 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 7;
var repository = AppContext.BaseDirectory;
while (!File.Exists(Path.Combine(repository, "PostHogProxy.Middleware.sln")))
{
    repository = Path.GetDirectoryName(repository) ?? throw new DirectoryNotFoundException("It runs outside the repository.");
}

var folder = Directory.CreateTempSubdirectory("posthogproxy-buildcost-").FullName;
try
{
    var packed = Path.Combine(folder, "packed");
    await Dotnet.RunAsync(repository, "pack", "src/PostHogProxy.Middleware", "-c", "Release", "-o", packed);
    var version = XDocument.Load(Path.Combine(repository, "Directory.Build.props")).Descendants("Version").Single().Value;
    string with = Path.Combine(folder, "with"), without = Path.Combine(folder, "without");
    MeasuredProject.Write(with, packed, version, Path.GetFullPath(args[0]));
    MeasuredProject.Write(without, packed, version, filterList: null);
    await Dotnet.RunAsync(without, "build");
    await Dotnet.RunAsync(with, "build");

    List<double> withTimes = [], withoutTimes = [], added = [], analyzerTimes = [];
    for (var round = 1; round <= rounds; round++)
    {
        // Side by side, in an order that changes: a machine that warms up or is busy for a while hits both.
        var withFirst = round % 2 == 0;
        var first = await BuildAsync(withFirst ? with : without);
        var second = await BuildAsync(withFirst ? without : with);
        var (one, other) = withFirst ? (first, second) : (second, first);
        withTimes.Add(one);
        withoutTimes.Add(other);
        added.Add((one / other - 1) * 100);
        analyzerTimes.Add(await AnalyzerSecondsAsync(with));
        Console.WriteLine(FormattableString.Invariant($"round {round}: with {one:F2} s, without {other:F2} s, analyzers {analyzerTimes[^1]:F3} s"));
    }

    Console.WriteLine(FormattableString.Invariant($"""

        500 C# files, 2,000 additional files, {Path.GetFileName(args[0])}; medians of {rounds} rounds
        dotnet build without the analyzers  {Median(withoutTimes):F2} s
        dotnet build with the analyzers     {Median(withTimes):F2} s
        added                               {Median(added):F1} %
        time of our analyzers               {Median(analyzerTimes):F3} s
        """));
    return 0;
}
finally
{
    Directory.Delete(folder, recursive: true);
}

static async Task<double> BuildAsync(string folder) =>
    (await Dotnet.RunAsync(folder, "build", "--no-restore", "--no-incremental", "-v", "q")).Took.TotalSeconds;

// The compiler's report, a line an assembly: seconds, per cent, name. What is below a millisecond is "<0.001".
static async Task<double> AnalyzerSecondsAsync(string folder)
{
    var (report, _) = await Dotnet.RunAsync(folder, "build", "--no-restore", "--no-incremental", "-v", "d", "-p:ReportAnalyzer=true");
    var line = Regex.Match(report, @"^\s*<?([\d.]+)\s+<?\d+\s+PostHogProxy\.Analyzers, Version", RegexOptions.Multiline);
    return line.Success
        ? double.Parse(line.Groups[1].Value, CultureInfo.InvariantCulture)
        : throw new InvalidOperationException("The compiler's report does not name PostHogProxy.Analyzers:\n" + report[Math.Max(0, report.Length - 4000)..]);
}

static double Median(List<double> values)
{
    var sorted = values.Order().ToList();
    return sorted.Count % 2 == 1 ? sorted[sorted.Count / 2] : (sorted[sorted.Count / 2 - 1] + sorted[sorted.Count / 2]) / 2;
}
