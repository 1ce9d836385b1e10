using System.Collections.Immutable;
using System.Text;
using CsCheck;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;
using PostHogProxy.Analyzers.Pomerium;

namespace PostHogProxy.Analyzers.Tests.Pomerium;

/// <summary>No exception (AD0001) and no place outside the file, whatever is in it.</summary>
public sealed class PomeriumRobustnessTests
{
    private const string Statement = """app.MapPostHogProxy("/q7wz4", PostHogRegion.Eu); app.MapPostHogProxy("/", PostHogRegion.Us).RequireHost("e.shop.example", "*.shop.example", "[::1]:5000");""";

    // Pieces of configurations, so that much of what is made of them is read to the end.
    private static readonly string[] Pieces =
    [
        "routes:\n", "policy:\n", "  - from: https://e.shop.example\n", "  - from: https://*.shop.example:8443\n", "    to: https://us.i.posthog.com\n", "    to: https://shop:8080/q7wz4\n",
        "    to: [http://a, 'http://b,2']\n", "    prefix: /q7wz4/\n", "    prefix: ''\n", "    path: /q7wz4\n", "    regex: '^/q7wz4/(?P<x>.*'\n", "    prefix_rewrite: /\n", "    policy: [{allow: {or: [{accept: true}]}}]\n",
        "    policy: &p [{deny: {nor: [{email: {is: a}}]}}]\n", "    policy: *p\n", "    <<: *p\n", "    allow_public_unauthenticated_access: true\n", "    redirect: {https_redirect: true}\n",
        "posthog: x\n", "# posthog\n", "authenticate_service_url: https://e.shop.example\n", "---\n", "\t", "{", "}", "[", "]", "\"", "'", "|\n", ": ", "- ", "&a ", "*a ", "\r\n", "\u0000", "ü", "\ud83d",
    ];

    private static readonly Gen<string> Text = Gen.Int[0, Pieces.Length - 1].Select(at => Pieces[at]).Array[0, 40].Select(string.Concat);

    [Fact]
    public async Task No_text_breaks_the_analyzer()
    {
        var app = Compile();
        // Each file is judged by itself; what they share is the app, whose reading costs more than they do.
        await Text.Array[50].SampleAsync(async texts => await FindingsAsync(app, texts, TestContext.Current.CancellationToken), iter: 60, threads: 2);
    }

    [Fact]
    public async Task A_file_of_five_megabytes_is_left_alone_and_one_of_a_thousand_routes_is_read()
    {
        var large = new StringBuilder("routes:\n");
        for (var at = 0; large.Length < 5 * 1024 * 1024; at++)
        {
            large.Append($"  - from: https://{at}.shop.example\n    to: https://us.i.posthog.com\n");
        }

        var app = Compile();
        Assert.Empty(await FindingsAsync(app, large.ToString()));

        var end = large.ToString().IndexOf("  - from: https://1000.", StringComparison.Ordinal);
        var findings = await FindingsAsync(app, large.ToString(0, end));
        Assert.Equal(1_000, findings.Count(finding => finding.Id == "PHX4003"));
    }

    [Theory]
    [InlineData("posthog: [")]
    [InlineData("# posthog\nroutes:\n\t- from: x\n")]
    [InlineData("posthog: *nowhere")]
    public async Task Broken_YAML_is_told_once(string text) => Assert.Equal(["PHX4021"], (await FindingsAsync(Compile(), text)).Select(finding => finding.Id));

    [Fact]
    public async Task A_build_that_is_stopped_stops_the_reading()
    {
        using var stopped = new CancellationTokenSource();
        await stopped.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => FindingsAsync(Compile(), "posthog: [", stopped.Token));
    }

    private static CSharpCompilation Compile() => CSharpCompilation.Create(
        "Shop",
        [CSharpSyntaxTree.ParseText(App.Program(Statement), cancellationToken: TestContext.Current.CancellationToken)],
        App.References(withPackage: true),
        new(OutputKind.ConsoleApplication));

    private static Task<IReadOnlyList<Diagnostic>> FindingsAsync(CSharpCompilation app, string text, CancellationToken ct = default) => FindingsAsync(app, [text], ct);

    private static async Task<IReadOnlyList<Diagnostic>> FindingsAsync(CSharpCompilation app, string[] texts, CancellationToken ct)
    {
        ImmutableArray<AdditionalText> files = [.. texts.Select((text, at) => new File($"pomerium{at}.yaml", text)), new File("wwwroot/app.js", "posthog.init('phc_x1', { api_host: 'https://e.shop.example/q7', ui_host: 'https://us.posthog.com' })")];
        var findings = await app.WithAnalyzers([new PomeriumAnalyzer()], new AnalyzerOptions(files)).GetAnalyzerDiagnosticsAsync(ct);

        Assert.All(findings, finding => Assert.StartsWith("PHX4", finding.Id, StringComparison.Ordinal));
        Assert.All(findings, finding => Assert.InRange(finding.Location.SourceSpan.End, 0, TextOf(finding).Length));
        return findings;

        string TextOf(Diagnostic finding) => Assert.Single(files, file => file.Path == finding.Location.GetLineSpan().Path && file.Path.EndsWith(".yaml", StringComparison.Ordinal)).GetText(ct)!.ToString();
    }

    private sealed class File(string path, string text) : AdditionalText
    {
        private readonly SourceText _text = SourceText.From(text, Encoding.UTF8);

        public override string Path => path;

        public override SourceText GetText(CancellationToken cancellationToken = default) => _text;
    }
}
