namespace PostHogProxy.Package.Tests.Targets;

public sealed class RecompilingTests
{
    [Fact]
    public async Task Only_a_file_that_speaks_of_PostHog_or_did_compiles_the_code_again()
    {
        using var project = new TargetsProject("Microsoft.NET.Sdk");
        project.Write("Code.cs", "public class Code;");
        project.Write("wwwroot/app.js", "posthog.init('phc_x')");
        project.Write("wwwroot/menu.js", "open()");
        await BuildAsync(project);
        var first = Compiled(project);

        await BuildAsync(project, "--no-restore");
        Assert.Equal(first, Compiled(project));

        project.Write("wwwroot/menu.js", "close()");
        project.Write("wwwroot/new.js", "open()");
        await BuildAsync(project, "--no-restore");
        Assert.Equal(first, Compiled(project));

        project.Write("wwwroot/app.js", "posthog.init('phc_y')");
        await BuildAsync(project, "--no-restore");
        var second = Compiled(project);
        Assert.NotEqual(first, second);

        // The file that is gone has no time that could be newer.
        File.Delete(Path.Combine(project.Folder, "wwwroot/app.js"));
        await BuildAsync(project, "--no-restore");
        Assert.NotEqual(second, Compiled(project));
    }

    private static Task<string> BuildAsync(TargetsProject project, params string[] more) =>
        Dotnet.RunAsync(project.Folder, ["build", "-v", "q", .. more]);

    // The compiler writes its output whenever it runs, though the bytes are the same.
    private static DateTime Compiled(TargetsProject project) =>
        File.GetLastWriteTimeUtc(Path.Combine(project.Folder, "obj/Debug/net10.0/App.dll"));
}
