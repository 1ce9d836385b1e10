using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using PostHogProxy.Analyzers.Files;

namespace PostHogProxy.Analyzers.Tests.Files;

/// <summary>What belongs to the app is judged, and nothing else: docs/analyzers.md.</summary>
public sealed class JudgedFilesTests
{
    private const string Map = """app.MapPostHogProxy("/q7wz4", PostHogRegion.Eu);""";
    private const string Wrong = "posthog.init('phc_x1', { api_host: '/q7wz4', ui_host: '{|PHX2002:https://us.posthog.com|}' })";
    private const string Same = "posthog.init('phc_x1', { api_host: '/q7wz4', ui_host: 'https://us.posthog.com' })";
    private const string Page = "<script>" + Same + "</script>";
    private const string Settings = """{ "PostHogProxy": { "Regoin": "Eu" } }""";

    [Theory]
    [InlineData("wwwroot/app.js")]
    [InlineData("wwwroot/APP.JS")]
    [InlineData("ClientApp/src/main.mts")]
    [InlineData("ClientApp/src/main.cts")]
    [InlineData("ClientApp/src/publish/Publish.tsx")]
    [InlineData("ClientApp/src/latest/app.ts")]
    [InlineData("ClientApp/src/contest.ts")]
    [InlineData("Pages/Testing/app.js")]
    public Task A_file_of_the_app_is_judged(string path) => AppTest.SaysAsync(App.Program(Map), (path, Wrong));

    [Theory]
    [InlineData("wwwroot/old.htm")]
    [InlineData("Pages/Index.cshtml")]
    [InlineData("Components/App.razor")]
    [InlineData("src/App.vue")]
    [InlineData("src/App.svelte")]
    [InlineData("src/Layout.astro")]
    public Task A_page_of_the_app_is_judged(string path) => AppTest.SaysAsync(App.Program(Map), (path, "<script>" + Wrong + "</script>"));

    [Theory]
    [InlineData("cypress/support/posthog.js")]
    [InlineData("Cypress/support/posthog.js")]
    [InlineData("ClientApp/e2e/posthog.ts")]
    [InlineData("tests/posthog.ts")]
    [InlineData("ClientApp/src/__tests__/posthog.ts")]
    [InlineData("ClientApp/src/posthog.test.ts")]
    [InlineData("ClientApp/src/posthog.spec.ts")]
    [InlineData("ClientApp/src/posthog.mock.ts")]
    [InlineData("ClientApp/src/Posthog.stories.tsx")]
    [InlineData("publish/wwwroot/app.js")]
    [InlineData("artifacts/app/wwwroot/app.js")]
    [InlineData("wwwroot/js/app.bundle.js")]
    [InlineData("wwwroot/lib/posthog.js")]
    [InlineData("node_modules/posthog-js/app.js")]
    [InlineData("wwwroot/app.min.js")]
    public Task What_is_not_the_apps_own_work_is_not_judged(string path) => AppTest.SaysAsync(App.Program(Map), (path, Same));

    [Theory]
    [InlineData("Shop.Tests/appsettings.json")]
    [InlineData("tests/Shop/appsettings.json")]
    [InlineData("test/appsettings.Development.json")]
    [InlineData("publish/appsettings.json")]
    [InlineData("artifacts/publish/Shop/release/appsettings.json")]
    public Task Settings_of_tests_and_of_outputs_are_not_judged(string path) => AppTest.SaysAsync(App.Program(Map), (path, Settings));

    [Fact]
    public Task A_script_that_names_its_source_was_built_from_it() =>
        AppTest.SaysAsync(App.Program(Map), ("wwwroot/app.js", Same + "\n//# sourceMappingURL=app.js.map\n"));

    [Theory]
    [InlineData("PostHogProxyScanFiles = false")]
    [InlineData("PostHogProxyScanFiles = False")]
    [InlineData("_PostHogLeftOut = legacy/**|**/*.cshtml|wwwroot/?pp.js|appsettings*.json")]
    [InlineData("IsTestProject = true")]
    [InlineData("IsTestingPlatformApplication = true")]
    public Task A_property_of_the_project_reaches_every_file(string property) => AppTest.SaysAsync(
        property,
        App.Program(Map),
        [("Pages/Index.cshtml", Page), ("legacy/Old.razor", Page), ("wwwroot/app.js", Same), ("appsettings.json", Settings)]);

    [Theory]
    [InlineData("PostHogProxyScanFiles = true")]
    [InlineData("PostHogProxyScanFiles =")]
    [InlineData("_PostHogLeftOut =")]
    [InlineData("_PostHogLeftOut = |legacy/**|")]
    [InlineData("IsTestProject = false")]
    [InlineData("IsTestProject =")]
    public Task A_property_that_says_nothing_of_a_file_leaves_it_judged(string property) =>
        AppTest.SaysAsync(property, App.Program(Map), [("Pages/Index.cshtml", "<script>" + Wrong + "</script>")]);

    [Fact]
    public Task A_project_of_tests_is_silent_in_code_too() => AppTest.SaysAsync(
        "IsTestProject = true", App.Program("""app.MapPostHogProxy("/ingest", PostHogRegion.Eu);"""), []);

    [Theory]
    [InlineData("xunit.core")]
    [InlineData("xunit.v3.assert")]
    [InlineData("NUnit.Framework")]
    [InlineData("MSTest.TestFramework")]
    [InlineData("TUnit.Core")]
    [InlineData("Bunit")]
    [InlineData("Microsoft.AspNetCore.Mvc.Testing")]
    public async Task A_project_that_only_references_a_test_framework_is_one_of_tests(string framework)
    {
        var test = new AppTest(App.Program("""app.MapPostHogProxy("/ingest", PostHogRegion.Eu);"""), [("wwwroot/app.js", Same), ("appsettings.json", Settings)]);
        test.TestState.AdditionalReferences.Add(Empty(framework));
        await test.RunAsync(TestContext.Current.CancellationToken);
    }

    [Theory]
    [InlineData("Shop.Testing")]
    [InlineData("xunit.core.analytics")]
    [InlineData("Microsoft.AspNetCore.TestHosting")]
    public async Task A_project_that_references_anything_else_is_an_app(string library)
    {
        var test = new AppTest(App.Program(Map), [("wwwroot/app.js", Wrong)]);
        test.TestState.AdditionalReferences.Add(Empty(library));
        await test.RunAsync(TestContext.Current.CancellationToken);
    }

    private static PortableExecutableReference Empty(string name)
    {
        using var image = new MemoryStream();
        Assert.True(CSharpCompilation.Create(name, references: App.References(withPackage: false), options: new(OutputKind.DynamicallyLinkedLibrary)).Emit(image).Success);
        return MetadataReference.CreateFromImage(image.ToArray());
    }

    [Theory]
    [InlineData("**/tests/**", "tests/a.js", true)]
    [InlineData("**/tests/**", "a/b/Tests/c/d.js", true)]
    [InlineData("**/tests/**", "a/contests/d.js", false)]
    [InlineData("**/*Tests/**", "Shop.Tests/a.json", true)]
    [InlineData("publish/**", "publish/a/b.js", true)]
    [InlineData("publish/**", "a/publish/b.js", false)]
    [InlineData("./legacy\\**", "legacy/b.js", true)]
    [InlineData("**/*.test.*", "a/b.test.ts", true)]
    [InlineData("**/*.test.*", "a/latest.ts", false)]
    [InlineData("**/a/**/b.js", "a/x/a/y/b.js", true)]
    [InlineData("**", "a/b.js", true)]
    [InlineData("wwwroot/app.js", "wwwroot/app.js", true)]
    [InlineData("wwwroot/app.js", "x/wwwroot/app.js", false)]
    [InlineData("", "a.js", false)]
    public void A_pattern_is_read_as_MSBuild_reads_it(string pattern, string path, bool matches) =>
        Assert.Equal(matches, PathPattern.Matches(pattern, path));
}
