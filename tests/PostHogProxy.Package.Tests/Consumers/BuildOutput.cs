using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace PostHogProxy.Package.Tests.Consumers;

/// <summary>One thing the compiler said about a file, with that file's path below the folder that was built.</summary>
internal sealed record Said(string File, int Line, int Column, string Id, string Message)
{
    public string At => $"{File}:{Line} {Id}";
}

/// <summary>Reads what a build says.</summary>
internal static partial class BuildOutput
{
    /// <summary>The warnings on the console, of every origin: what somebody who builds gets to see.</summary>
    public static IReadOnlyList<Said> Warnings(string console, string folder) =>
    [
        .. Diagnostic().Matches(console).Select(match => new Said(
            Below(folder, match.Groups["file"].Value.Trim()),
            Number(match.Groups["line"].Value),
            Number(match.Groups["column"].Value),
            match.Groups["id"].Value,
            match.Groups["message"].Value)).Distinct(),
    ];

    /// <summary>What the compiler's log holds: infos too.</summary>
    public static IReadOnlyList<Said> Log(string sarif, string folder)
    {
        using var log = JsonDocument.Parse(File.ReadAllText(sarif));
        return
        [
            .. log.RootElement.GetProperty("runs")[0].GetProperty("results").EnumerateArray().Where(result => result.TryGetProperty("locations", out _)).Select(result =>
            {
                var place = result.GetProperty("locations")[0].GetProperty("physicalLocation");
                var start = place.GetProperty("region");
                return new Said(
                    Below(folder, new Uri(place.GetProperty("artifactLocation").GetProperty("uri").GetString()!).LocalPath),
                    start.GetProperty("startLine").GetInt32(),
                    start.GetProperty("startColumn").GetInt32(),
                    result.GetProperty("ruleId").GetString()!,
                    result.GetProperty("message").GetProperty("text").GetString()!);
            }),
        ];
    }

    private static string Below(string folder, string file) => Path.GetRelativePath(folder, Path.GetFullPath(file, folder)).Replace('\\', '/');

    private static int Number(string digits) => digits.Length == 0 ? 0 : int.Parse(digits, CultureInfo.InvariantCulture);

    // "file(line,column): warning ID: message [project]"; what is about no file begins with the name of a tool or a project.
    [GeneratedRegex(@"^(?<file>[^\r\n]+?)(\((?<line>\d+),(?<column>\d+)\))? ?: (warning|error) (?<id>\w*): (?<message>.*) \[.*\]\r?$", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Diagnostic();
}
