using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Testing;
using Microsoft.CodeAnalysis.Text;

namespace PostHogProxy.Analyzers.Tests;

/// <summary>No exception (AD0001), whatever is in the files, and not a word where the package is not.</summary>
public sealed class RobustnessTests
{
    [Theory]
    [InlineData("app.MapPostHogProxy(")]
    [InlineData("app.MapPostHogProxy(\"/ingest")]
    [InlineData("app.MapPostHogProxy(\"/ingest\", );")]
    [InlineData("app.MapPostHogProxy(nope, PostHogRegion.Eu).RequireHost(nope).RequireAuthorization(")]
    [InlineData("var group = app.MapGroup(; group.MapPostHogProxy(\"/ingest\", PostHogRegion.Eu);")]
    [InlineData("var a = b; var b = a; a.MapPostHogProxy(\"/ingest\", PostHogRegion.Eu);")]
    [InlineData("app.MapPostHogProxy(\"/ingest\", PostHogRegion.Eu, options => options.);")]
    [InlineData("var page = \"posthog.init('phc_x1', { api_host: '/x\\u12")]
    [InlineData("var page = $\"posthog.init('{app\", {{ api_host: '/x'")]
    [InlineData("var page = \"\"\"posthog.init('phc_x1', { api_host: '/x'")]
    [InlineData("var page = \"posthog.init(\" + + \"'phc_x1')\";")]
    public Task Code_that_does_not_compile_breaks_nothing(string statement)
    {
        var test = new AppTest(App.Program(statement), []) { CompilerDiagnostics = CompilerDiagnostics.None };
        test.TestState.MarkupHandling = MarkupMode.None;
        test.DisabledDiagnostics.AddRange(["PHX1001", "PHX2003"]);
        return test.RunAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public Task A_method_that_calls_itself_is_followed_to_no_end() => AppTest.SaysAsync(App.Program("") + """
        static class Loop
        {
            public static void Map(IEndpointRouteBuilder endpoints)
            {
                endpoints.MapPostHogProxy("/ingest", PostHogRegion.Eu);
                Map(endpoints.MapGroup("/a"));
            }
        }
        """);

    [Fact]
    public Task A_long_sum_of_strings_is_read() => AppTest.SaysAsync(
        App.Program("var page = \"posthog.init('phc_x1', {\"" + string.Concat(Enumerable.Repeat(" + \" x: 1, \"", 2_000)) + " + \"})\";"));

    [Fact]
    public Task Large_and_broken_files_break_nothing()
    {
        var large = new StringBuilder("posthog.init('phc_x1', { api_host: '/nowhere' });\n");
        while (large.Length < 5 * 1024 * 1024)
        {
            large.Append("function f(a){return a?{b:[`${a}`,/x\\/y/g]}:'posthog'}\n");
        }

        return AppTest.SaysAsync(
            App.Program("app.MapPostHogProxy(\"/q7wz4\", PostHogRegion.Eu);"),
            ("wwwroot/large.js", large.ToString()),
            ("wwwroot/open.js", "posthog.init('phc_x1', { api_host: `${" + new string('(', 50_000)),
            ("wwwroot/page.html", "<script>posthog.init('phc_x1', {" + new string('{', 50_000)),
            ("wwwroot/nothing.js", ""),
            ("appsettings.json", new string('[', 100_000)),
            ("appsettings.A.json", "{ \"PostHogProxy\": { \"Path\": \"\\u12"),
            ("appsettings.B.json", "{ \"PostHogProxy\": /* "),
            ("appsettings.C.json", "\"PostHogProxy\""));
    }

    [Fact]
    public async Task A_file_that_cannot_be_read_breaks_nothing_and_hides_no_other()
    {
        var source = App.Program("app.MapPostHogProxy(\"/ingest\", PostHogRegion.Eu); app.MapPostHogProxy();");
        string[] names = ["wwwroot/app.js", "Pages/Index.cshtml", "Pages/_ViewImports.cshtml", "Components/App.razor", "appsettings.json", "pomerium.yaml", "list.txt"];
        AdditionalText[] files = [.. names.Select(name => new Unreadable(name, throws: true)), .. names.Select(name => new Unreadable("other/" + name, throws: false))];
        var compilation = CSharpCompilation.Create("App", [CSharpSyntaxTree.ParseText(source)], App.References(withPackage: true), new(OutputKind.ConsoleApplication));

        var said = await compilation.WithAnalyzers(App.Analyzers, new AnalyzerOptions([.. files])).GetAnalyzerDiagnosticsAsync(TestContext.Current.CancellationToken);

        Assert.Equal(["PHX1001"], said.Select(diagnostic => diagnostic.Id));
    }

    private sealed class Unreadable(string path, bool throws) : AdditionalText
    {
        public override string Path => path;

        public override SourceText? GetText(CancellationToken cancellationToken = default) => throws ? throw new IOException("It is gone.") : null;
    }

    [Fact]
    public Task Without_the_package_nothing_is_said()
    {
        const string Source = """
            using System;

            var page = "posthog.init('phc_x1', { api_host: 'https://app.posthog.com', ui_host: 'https://us.i.posthog.com' })";
            Console.WriteLine(page);
            """;
        return new AppTest(
            Source,
            [
                ("wwwroot/app.js", "posthog.init('phx_aB3dE5gH7jK9mN1pQ3sT5', { api_host: 'https://app.posthog.com' });"),
                ("appsettings.json", """{ "PostHogProxy": { "Regoin": "Eu" } }"""),
            ],
            withPackage: false).RunAsync(TestContext.Current.CancellationToken);
    }
}
