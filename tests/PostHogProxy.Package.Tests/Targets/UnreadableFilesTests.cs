using System.Diagnostics;
using System.Text.RegularExpressions;

namespace PostHogProxy.Package.Tests.Targets;

/// <summary>Whatever lies in the project's folder, the build goes on, and says of each file that is not looked into why.</summary>
public sealed partial class UnreadableFilesTests
{
    private const string Speaks = "posthog.init('phc_x')";

    [Fact]
    public async Task What_cannot_be_read_is_left_out_with_one_info_each()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Pipes and links of Unix.");
        using var project = new TargetsProject("Microsoft.NET.Sdk");
        project.Write("Code.cs", "public class Code;");
        project.Write("wwwroot/app.js", Speaks);
        project.Write("wwwroot/folder.js/inner.js", Speaks);
        project.Write("wwwroot/large.js", Speaks + new string(' ', 30 * 1024 * 1024));
        project.Write("wwwroot/data.js", "var data='" + new string('x', 30 * 1024 * 1024) + "'");
        project.Write("wwwroot/empty.js", "");
        project.Write("pomerium.yaml", "routes: []");
        Link(project, "wwwroot/loop.js", "loop.js");
        Link(project, "wwwroot/one.js", "two.js");
        Link(project, "wwwroot/two.js", "one.js");
        Link(project, "wwwroot/gone.ts", "../../somewhere/gone.ts");
        Link(project, "pomerium-gone.yaml", "nowhere.yaml");
        Link(project, "wwwroot/linked.js", "app.js");
        await MakePipeAsync(project, "wwwroot/pipe.js");
        await MakePipeAsync(project, "appsettings.Pipe.json");
        Link(project, "wwwroot/to-pipe.js", "pipe.js");
        project.Write("wwwroot/held.js", Speaks);
        using var held = new FileStream(Path.Combine(project.Folder, "wwwroot/held.js"), FileMode.Open, FileAccess.ReadWrite, FileShare.None);

        var said = await Dotnet.RunAsync(project.Folder, "build", "-tl:off", "-clp:NoSummary");

        Assert.Equal(
            [
                "appsettings.Pipe.json", "pomerium-gone.yaml", "wwwroot/gone.ts", "wwwroot/held.js", "wwwroot/large.js", "wwwroot/loop.js", "wwwroot/one.js", "wwwroot/pipe.js",
                "wwwroot/to-pipe.js", "wwwroot/two.js",
            ],
            Infos(said, project));
        Assert.DoesNotContain(": warning ", said, StringComparison.Ordinal);
        Assert.Equal(
            ["pomerium.yaml", "wwwroot/app.js", "wwwroot/folder.js/inner.js", "wwwroot/linked.js"],
            (await project.AdditionalFilesAsync()).Keys);
    }

    [Theory]
    [InlineData("wwwroot/large.js", "30,720 KB")]
    [InlineData("wwwroot/loop.js", "cannot be read")]
    [InlineData("wwwroot/gone.js", "not there")]
    [InlineData("wwwroot/pipe.js", "no plain file")]
    public async Task The_info_names_the_file_and_the_reason(string file, string reason)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Pipes and links of Unix.");
        using var project = new TargetsProject("Microsoft.NET.Sdk");
        project.Write("wwwroot/.keep", "");
        switch (Path.GetFileName(file))
        {
            case "large.js": project.Write(file, Speaks.PadRight(30 * 1024 * 1024)); break;
            case "loop.js": Link(project, file, "loop.js"); break;
            case "gone.js": Link(project, file, "nothing.js"); break;
            default: await MakePipeAsync(project, file); break;
        }

        var said = await Dotnet.RunAsync(project.Folder, "msbuild", "App.csproj", "-tl:off", "-t:FindPostHogFiles");

        var line = Assert.Single(said.Split('\n'), line => line.Contains("PHX6001", StringComparison.Ordinal));
        Assert.Contains($"{file} : message PHX6001: ", line, StringComparison.Ordinal);
        Assert.Contains(reason, line, StringComparison.Ordinal);
        Assert.Contains("PostHogProxyScanExcludes", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_another_user_owns_does_not_stop_the_build()
    {
        Assert.SkipUnless(await MayBecomeNobodyAsync(), "Only root may become another user, who must be able to read the repository.");
        using var project = new TargetsProject("Microsoft.NET.Sdk");
        project.Write("wwwroot/app.js", Speaks);
        project.Write("wwwroot/secret.js", Speaks);
        project.Write("wwwroot/closed/app.js", Speaks);
        await RunAsync("chmod", "000", Path.Combine(project.Folder, "wwwroot/secret.js"), Path.Combine(project.Folder, "wwwroot/closed"));
        await Dotnet.RunAsync(project.Folder, "restore");
        await RunAsync("chown", "-R", "nobody", Path.GetDirectoryName(project.Folder)!);
        await RunAsync("chown", "root", Path.Combine(project.Folder, "wwwroot/secret.js"));

        var said = await Dotnet.RunAsNobodyAsync(project.Folder, "msbuild", "App.csproj", "-tl:off", "-t:FindPostHogFiles");

        Assert.Equal(["wwwroot/secret.js"], Infos(said, project));
        Assert.Contains("may not read", said, StringComparison.Ordinal);
    }

    private static IEnumerable<string> Infos(string said, TargetsProject project) =>
        Info().Matches(said).Select(info => Path.GetRelativePath(project.Folder, Path.GetFullPath(info.Groups[1].Value.Trim(), project.Folder)).Replace('\\', '/')).Order(StringComparer.Ordinal);

    private static void Link(TargetsProject project, string path, string target) => File.CreateSymbolicLink(Path.Combine(project.Folder, path), target);

    private static Task MakePipeAsync(TargetsProject project, string path) => RunAsync("mkfifo", Path.Combine(project.Folder, path));

    private static async Task<bool> MayBecomeNobodyAsync()
    {
        if (!OperatingSystem.IsLinux() || !File.Exists("/usr/bin/setpriv"))
        {
            return false;
        }

        using var process = Process.Start("setpriv", ["--reuid=65534", "--regid=65534", "--clear-groups", "test", "-r", Repository.Tasks]);
        await process.WaitForExitAsync();
        return process.ExitCode == 0;
    }

    private static async Task RunAsync(string command, params string[] arguments)
    {
        using var process = Process.Start(command, arguments);
        await process.WaitForExitAsync();
        Assert.Equal(0, process.ExitCode);
    }

    [GeneratedRegex(@"^(.+?) ?: message PHX6001: ", RegexOptions.Multiline)]
    private static partial Regex Info();
}
