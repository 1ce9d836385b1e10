using Microsoft.CodeAnalysis.Testing;

namespace PostHogProxy.Analyzers.Tests.Pomerium;

/// <summary>Which files are Pomerium's, and that what the rules find stands at its place. The rules are tested with the rules.</summary>
public sealed class PomeriumFileTests
{
    private const string Private = "routes:\n  - from: https://e.shop.example\n    to: {|PHX4003:https://eu.i.posthog.com|}\n    remove_request_headers: [Cookie]\n    prefix: /flags/\n";

    // PostHog's guide for Pomerium Core, written out; the marks are what its checks must say.
    private const string Guide = """
        routes:
          - name: "PostHog"
            from: https://e.yourdomain.com
            to: {|PHX4033:https://us.i.posthog.com|}
            policy:
              - allow:
                  or:
                    - {|PHX4001:public: true|}

          - name: "PostHog Assets"
            from: {|PHX4060:https://e.yourdomain.com|}
            to: {|PHX4033:https://us-assets.i.posthog.com|}
            prefix: {|PHX4006:{|PHX4061:/static|}|}
            policy:
              - allow:
                  or:
                    - {|PHX4001:public: true|}

        """;

    private static readonly string Plain = Private.Replace("{|PHX4003:", "", StringComparison.Ordinal).Replace("|}", "", StringComparison.Ordinal);

    [Theory]
    [InlineData("pomerium.yaml")]
    [InlineData("deploy/Pomerium-prod.YML")]
    public Task The_guides_file_is_told_what_is_wrong_with_it(string path) => AppTest.SaysAsync(App.Program(""), (path, Guide));

    [Theory]
    [InlineData("pomerium.yml")]
    [InlineData("deploy/pomerium.prod.yaml")]
    [InlineData("pomerium/routes/shop.yaml")]
    [InlineData("a/Pomerium/shop.yml")]
    public Task A_file_is_known_by_its_name_or_its_folder(string path) => AppTest.SaysAsync(App.Program(""), (path, Private));

    [Theory]
    [InlineData("config.yaml")]
    [InlineData("deploy/shop-pomerium.yaml")]
    [InlineData("pomerium.json")]
    [InlineData("pomerium/readme.md")]
    [InlineData("pomeriums/shop.yaml")]
    public Task Any_other_is_not_read(string path) => AppTest.SaysAsync(App.Program(""), (path, Plain));

    [Fact]
    public async Task The_project_says_what_is_Pomeriums_and_what_is_not()
    {
        var test = new AppTest(App.Program(""), [("/0/config.yaml", Private), ("/0/pomerium.yaml", Plain), ("/0/pomerium/list.yaml", Plain)]);
        test.TestState.AnalyzerConfigFiles.Add(("/.globalconfig", """
            is_global = true

            [/0/config.yaml]
            build_metadata.AdditionalFiles.PostHogProxyKind = Pomerium

            [/0/pomerium.yaml]
            build_metadata.AdditionalFiles.PostHogProxyKind = Other

            [/0/pomerium/list.yaml]
            build_metadata.AdditionalFiles.PostHogProxyKind = FilterList
            """));
        await test.RunAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task A_repository_that_is_named_pomerium_makes_no_file_one_of_Pomeriums()
    {
        var test = new AppTest(App.Program(""), [("/src/pomerium/shop/compose.yaml", Plain), ("/src/pomerium/shop/pomerium/a.yaml", Private)]);
        test.TestState.AnalyzerConfigFiles.Add(("/.globalconfig", "is_global = true\nbuild_property.ProjectDir = /src/pomerium/shop/\n"));
        await test.RunAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public Task A_comment_on_the_line_above_silences_one_rule() => AppTest.SaysAsync(
        App.Program(""),
        ("pomerium.yaml", "routes:\n  - from: https://e.shop.example\n    # posthog-proxy-disable-next-line PHX4003\n    to: https://eu.i.posthog.com\n    remove_request_headers: [Cookie]\n    prefix: /flags/\n"),
        ("pomerium.b.yaml", "routes:\n  - from: https://e.shop.example\n    # posthog-proxy-disable-next-line PHX4009\n    to: {|PHX4003:https://eu.i.posthog.com|}\n    remove_request_headers: [Cookie]\n    prefix: /flags/\n"));

    [Theory]
    [InlineData("none", false)]
    [InlineData("suggestion", true)]
    public async Task The_configuration_of_the_analyzers_decides_how_bad_it_is(string severity, bool isSaid)
    {
        var test = new AppTest(App.Program(""), [("pomerium.yaml", Plain)]);
        test.TestState.AnalyzerConfigFiles.Add(("/.globalconfig", $"is_global = true\ndotnet_diagnostic.PHX4003.severity = {severity}\n"));
        if (isSaid)
        {
            test.TestState.ExpectedDiagnostics.Add(DiagnosticResult.CompilerWarning("PHX4003").WithSeverity(Microsoft.CodeAnalysis.DiagnosticSeverity.Info).WithSpan("pomerium.yaml", 3, 9, 3, 33));
        }

        await test.RunAsync(TestContext.Current.CancellationToken);
    }

    [Theory]
    [InlineData("routes:\n  - from: https://shop.example\n    to: http://shop:8080\n    polcy: [{allow: {or: [{public: true}]}}]\n    timeout: 30\n")]
    [InlineData("routes: [{from: https://shop.example, to: http://shop:8080, prefix: x, yes: no}")]
    [InlineData("\tnothing")]
    public Task A_file_that_neither_speaks_of_PostHog_nor_leads_to_the_app_is_nobodys_concern(string text) =>
        AppTest.SaysAsync(App.Program(""), ("pomerium.yaml", text));

    [Fact]
    public Task Without_the_package_nothing_is_said() =>
        new AppTest("System.Console.WriteLine();", [("pomerium.yaml", Plain)], withPackage: false).RunAsync(TestContext.Current.CancellationToken);
}
