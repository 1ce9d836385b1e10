namespace PostHogProxy.Package.Tests.Targets;

public sealed class RecompilingTests
{
    [Fact]
    public async Task Only_a_file_that_sets_PostHog_up_or_did_compiles_the_code_again()
    {
        using var project = new TargetsProject("Microsoft.NET.Sdk");
        project.Write("Code.cs", "public class Code;");
        project.Write("wwwroot/app.js", "posthog.init('phc_x')");
        project.Write("wwwroot/menu.js", "open()");
        project.Write("wwwroot/buy.js", Capture + "posthog.capture('bought')");
        project.Write("wwwroot/page.html", "<button onclick=\"posthog.capture('clicked')\">");
        await BuildAsync(project);
        var first = Compiled(project);

        await BuildAsync(project, "--no-restore");
        Assert.Equal(first, Compiled(project));

        project.Write("wwwroot/menu.js", "close()");
        project.Write("wwwroot/new.js", "open()");
        project.Write("wwwroot/buy.js", Capture + "posthog.capture('bought', { price: 3, api_host: '/api/v2' }); initButtons()");
        project.Write("wwwroot/page.html", "<button onclick=\"posthog.identify('me')\">");
        project.Write("wwwroot/sell.ts", Capture + "posthog.register({ shop: 'https://www.posthog.example' })");
        await BuildAsync(project, "--no-restore");
        Assert.Equal(first, Compiled(project));

        project.Write("wwwroot/app.js", "posthog.init('phc_y')");
        await BuildAsync(project, "--no-restore");
        var second = Compiled(project);
        Assert.NotEqual(first, second);

        project.Write("wwwroot/buy.js", "posthog.init('phc_z'); posthog.capture('bought')");
        await BuildAsync(project, "--no-restore");
        var third = Compiled(project);
        Assert.NotEqual(second, third);

        // The file that is gone has no time that could be newer.
        File.Delete(Path.Combine(project.Folder, "wwwroot/app.js"));
        await BuildAsync(project, "--no-restore");
        Assert.NotEqual(third, Compiled(project));
    }

    private const string Capture = "import posthog from 'posthog-js';\n";

    private static Task<string> BuildAsync(TargetsProject project, params string[] more) =>
        Dotnet.RunAsync(project.Folder, ["build", "-v", "q", .. more]);

    // The compiler writes its output whenever it runs, though the bytes are the same.
    private static DateTime Compiled(TargetsProject project) =>
        File.GetLastWriteTimeUtc(Path.Combine(project.Folder, "obj/Debug/net10.0/App.dll"));
}
