using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Testing;

namespace PostHogProxy.Analyzers.Tests.Client;

/// <summary>PHX2001 to PHX2008 in strings of C#, at their place behind escapes and holes.</summary>
public sealed class ClientCodeTests
{
    private const string Map = "app.MapPostHogProxy(\"/q7wz4\", PostHogRegion.Eu);\n";
    private const string Raw = "\"\"\"";

    [Theory]
    [InlineData("""var page = "posthog.init('phc_x1', { api_host: '/q7wz4', ui_host: '{|PHX2002:https://us.posthog.com|}' })";""")]
    [InlineData("""var page = "\tposthog.init(\"phc_x1\",\n{ api_host: \"/q7wz4\", ui_host: \"{|PHX2002:https://us.posthog.com|}\" })";""")]
    [InlineData("""var page = "\u0070osthog.init('phc_x1', { api_host: '/q7wz4', ui_host: '{|PHX2002:https\u003a//us.posthog.com|}' })";""")]
    [InlineData("""var page = @"posthog.init(""phc_x1"", { api_host: '/q7wz4', ui_host: ""{|PHX2002:https://us.posthog.com|}"" })";""")]
    [InlineData("var page = " + Raw + "<script>posthog.init(\"phc_x1\", { api_host: '/q7wz4', ui_host: \"{|PHX2002:https://us.posthog.com|}\" })</script>" + Raw + ";")]
    [InlineData("var page = " + Raw + "\n    <script>\n      posthog.init(\"phc_x1\", {\n        api_host: '/q7wz4',\n        ui_host: \"{|PHX2002:https://us.posthog.com|}\" })\n    </script>\n    " + Raw + ";")]
    [InlineData("""var page = $"<script>posthog.init('{args[0]}', {{ api_host: '/q7wz4', ui_host: '{|PHX2002:https://us.posthog.com|}' }})</script>";""")]
    [InlineData("""var page = "posthog.init('" + args[0] + "', { api_host: '/q7wz4', " + ("ui_host: '{|PHX2002:https://us.posthog.com|}' })");""")]
    [InlineData("""var page = "posthog.init('phc_x1', { api_host: '/q7wz4', ui_host: '{|PHX2004:https://eu.i.posthog.com|}' })"u8.ToArray();""")]
    [InlineData("""var page = "posthog.init('phc_x1', { api_host: '{|PHX2005:https://eu.i.posthog.com|}', ui_host: 'https://eu.posthog.com' })";""")]
    [InlineData("""var page = "posthog.init('phc_x1', { api_host: '{|PHX2003:/q7wz4|}' })";""")]
    [InlineData("""Console.WriteLine("".Replace("@snippet", "posthog.init('phc_x1', { api_host: '{|PHX2003:/q7wz4|}' })"));""")]
    public Task A_wrong_host_in_a_string_is_told(string statement) => AppTest.SaysAsync(App.Program(Map + statement));

    [Theory]
    [InlineData("""var page = "posthog.init('phc_x1', { api_host: '/q7wz4', ui_host: 'https://eu.posthog.com' })";""")]
    [InlineData("""var page = $"posthog.init('phc_x1', {{ api_host: '{args[0]}', ui_host: 'https://us.posthog.com' }})";""")]
    [InlineData("""var page = $"posthog.init('phc_x1', {{ api_host: '/q7wz4', ui_host: 'https://{args[0]}.posthog.com' }})";""")]
    [InlineData("""var page = $"posthog.init('phc_x1', {{ api_host: '/q7wz4', {args[0]} }})";""")]
    [InlineData("""var page = $"posthog.init('phc_x1', {args[0]})";""")]
    [InlineData("""var page = "posthog.init('phc_x1', { api_host: '/q7wz4', ui_host: '" + args[0] + "' })";""")]
    [InlineData("""var page = "posthog.init('phc_x1', { api_host: '/q7wz4', " + args[0];""")]
    [InlineData("""// posthog.init('phc_x1', { api_host: '/q7wz4', ui_host: 'https://us.posthog.com' })""")]
    [InlineData("""var page = "posthog";""")]
    [InlineData("""var page = "https://us.posthog.com";""")]
    [InlineData("""throw new InvalidOperationException("posthog.init('phc_x1', { api_host: '/nope' }) was not found.");""")]
    [InlineData("""Console.WriteLine("".Contains("posthog.init('phc_x1', { api_host: '/nope' })"));""")]
    [InlineData("""Console.WriteLine("".Replace("posthog.init('phc_x1', { api_host: '/nope' })", "posthog.init('phc_x1', { api_host: '/q7wz4', ui_host: 'https://eu.posthog.com' })"));""")]
    [InlineData("""Old(); [System.ComponentModel.Description("posthog.init('phc_x1', { api_host: '/nope' })")] static void Old() { }""")]
    public Task A_right_one_and_one_made_while_the_program_runs_is_not(string statement) => AppTest.SaysAsync(App.Program(Map + statement));

    /// <summary>Two dollars are a mark to the harness, so the place is written out.</summary>
    [Fact]
    public async Task A_raw_string_with_holes_keeps_its_places()
    {
        const string Page = "var page = $$" + Raw + "posthog.init('{{args[0]}}', { api_host: '/q7wz4', ui_host: 'https://us.posthog.com' })" + Raw + ";";
        var source = App.Program(Page);
        var line = 1 + source[..source.IndexOf(Page, StringComparison.Ordinal)].Count(c => c == '\n');
        var column = 1 + Page.IndexOf("https://us.posthog.com", StringComparison.Ordinal);
        var test = new AppTest(source.Replace("\nvar page", "\n" + Map.TrimEnd() + " var page", StringComparison.Ordinal), []);
        test.TestState.MarkupHandling = MarkupMode.None;
        column += Map.TrimEnd().Length + 1;
        test.ExpectedDiagnostics.Add(
            new DiagnosticResult("PHX2002", DiagnosticSeverity.Warning).WithSpan(line, column, line, column + "https://us.posthog.com".Length));
        await test.RunAsync(TestContext.Current.CancellationToken);
    }
}
