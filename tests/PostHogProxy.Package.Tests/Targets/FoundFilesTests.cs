using System.Text;

namespace PostHogProxy.Package.Tests.Targets;

public sealed class FoundFilesTests
{
    private const string Speaks = "posthog.init('phc_x')";
    private const string Page = "<script>" + Speaks + "</script>";
    private const string IsSilent = "console.log('hello')";

    // Names that MSBuild or a shell reads as something else.
    private static readonly string[] StrangeNames =
    [
        "src/it's.js", "src/(group)/page.tsx", "src/[id].tsx", "src/a%2eb.js", "src/100%.js", "src/$(x).js", "src/@(y).js", "src/%(z).js",
        "src/a;b.js", "src/a b.js", "src/ü.js", "src/a'),'b.js", "src/a`b.js", "src/a`),`b.js", "src/`/app.js",
    ];

    private static readonly string[] Found =
    [
        "appsettings.json", "appsettings.Staging.json", "deploy/appsettings.json",
        "wwwroot/app.js", "wwwroot/m.mjs", "wwwroot/c.cjs", "wwwroot/page.html", "ClientApp/src/main.ts", "ClientApp/src/main.tsx", "ClientApp/src/old.jsx",
        "ClientApp/src/App.vue", "ClientApp/src/App.svelte", "ClientApp/src/Layout.astro", "ClientApp/src/a.mts", "ClientApp/src/a.cts", "wwwroot/old.htm", "wwwroot/UPPER.JS", "ClientApp/src/publish/Publish.tsx", "deep/er/still/app.js",
        .. StrangeNames,
    ];

    private static readonly string[] LeftOut =
    [
        "node_modules/posthog-js/index.js", "ClientApp/node_modules/posthog-js/index.js", "bin/Debug/app.js", "obj/app.js", "wwwroot/lib/posthog/array.js",
        "ClientApp/dist/index.js", "wwwroot/app.min.js", ".vite/deps.js", "wwwroot/.app.js", "package.json", "readme.md", "data.json", "styles.css",
        "publish/wwwroot/app.js", "artifacts/app/appsettings.json", "out/app.js", "App.Tests/appsettings.json", "tests/App/appsettings.json", "cypress/app.js",
        "ClientApp/e2e/app.ts", "ClientApp/src/__tests__/app.ts", "ClientApp/src/app.test.ts", "ClientApp/src/app.spec.tsx", "ClientApp/src/app.mock.ts",
        "ClientApp/src/app.stories.tsx", "wwwroot/app.bundle.js",
        // The Razor SDK gives these itself.
        "Pages/Index.cshtml", "Components/App.razor",
    ];

    [Fact]
    public async Task Files_that_speak_of_PostHog_are_given_to_the_compiler_and_no_others()
    {
        using var project = new TargetsProject();
        foreach (var file in Found.Concat(LeftOut))
        {
            project.Write(file, Path.GetExtension(file).ToLowerInvariant() is ".html" or ".htm" or ".vue" or ".svelte" or ".astro" ? Page : Speaks);
            project.Write(Path.ChangeExtension(file, ".silent" + Path.GetExtension(file)), IsSilent);
        }

        project.Write("wwwroot/upper.js", "window.POSTHOG.init('phc_x')");
        project.Write("wwwroot/wide.js", Speaks, Encoding.Unicode);
        // What an editor's lock looks like: a link to nowhere.
        File.CreateSymbolicLink(Path.Combine(project.Folder, "wwwroot/.#app.js"), "somebody@somewhere.1234");
        File.CreateSymbolicLink(Path.Combine(project.Folder, "wwwroot/shared.js"), "../../shared/shared.js");

        var files = await project.AdditionalFilesAsync();

        Assert.Equal(Found.Concat(["wwwroot/upper.js", "wwwroot/wide.js"]).Order(StringComparer.Ordinal), files.Keys);
        Assert.All(files.Values, kind => Assert.Equal("", kind));
    }

    [Fact]
    public async Task What_belongs_to_another_project_or_was_written_by_a_compiler_is_not_the_apps()
    {
        using var project = new TargetsProject(more: """<ItemGroup><ProjectReference Include="Client/Client.csproj" ReferenceOutputAssembly="false" /></ItemGroup>""");
        foreach (var file in (string[])
            [
                "checks/Shop.Checks/appsettings.json", "checks/Shop.Checks/wwwroot/app.js", "Other/deep/app.ts", "Client/wwwroot/index.html", "ClientApp/src/main.ts",
                "wwwroot/app.js", "wwwroot/js/site.js", "wwwroot/js/site.ts", "wwwroot/js/view.tsx", "wwwroot/js/view.jsx", "wwwroot/js/module.mjs", "wwwroot/js/module.mts", "wwwroot/js/alone.mjs",
            ])
        {
            project.Write(file, file.EndsWith(".html", StringComparison.Ordinal) ? Page : Speaks);
        }

        project.Write("checks/Shop.Checks/Shop.Checks.csproj", "<Project Sdk=\"Microsoft.NET.Sdk\" />");
        project.Write("Other/Other.fsproj", "<Project Sdk=\"Microsoft.NET.Sdk\" />");
        project.Write("Client/Client.csproj", "<Project Sdk=\"Microsoft.NET.Sdk\" />");
        project.Write("ClientApp/ClientApp.esproj", "<Project Sdk=\"Microsoft.VisualStudio.JavaScript.Sdk\" />");

        Assert.Equal(
            [
                "Client/wwwroot/index.html", "ClientApp/src/main.ts", "wwwroot/app.js", "wwwroot/js/alone.mjs", "wwwroot/js/module.mts", "wwwroot/js/site.ts", "wwwroot/js/view.tsx",
            ],
            (await project.AdditionalFilesAsync()).Keys);
    }

    [Fact]
    public async Task A_script_without_a_set_up_is_not_given_to_the_compiler()
    {
        using var project = new TargetsProject();
        project.Write("wwwroot/capture.js", "import posthog from 'posthog-js';\nposthog.capture('x', { api_host: '/api/v2' });");
        project.Write("wwwroot/routes.js", "import posthog from 'posthog-js';\nexport const routes = [{ path: '/users/:id' }];");
        project.Write("wwwroot/page.html", "<p>We use PostHog.</p>");
        project.Write("wwwroot/built.js", Speaks + "\n//# sourceMappingURL=built.js.map\n");
        project.Write("wwwroot/set.js", "posthog.set_config({ api_host: '/x' })");
        project.Write("wwwroot/key.ts", "// posthog\nexport const key = 'phx_aB3dE5gH7jK9mN1pQ3sT5';");
        project.Write("vite.config.ts", "export default { server: { proxy: { '/ph': { target: 'https://eu.i.posthog.com' } } } }");
        project.Write("next.config.js", "module.exports = { rewrites: () => [{ source: '/ph/:path*', destination: process.env.POSTHOG_HOST + '/:path*' }] }");

        Assert.Equal(["next.config.js", "vite.config.ts", "wwwroot/key.ts", "wwwroot/set.js"], (await project.AdditionalFilesAsync()).Keys);
    }

    [Fact]
    public async Task Kinds_tell_the_analyzers_what_a_name_does_not()
    {
        using var project = new TargetsProject(more: """
            <ItemGroup>
              <PostHogFilterList Include="lists/easyprivacy.txt" />
              <AdditionalFiles Include="wwwroot/own.js" />
            </ItemGroup>
            """);
        project.Write("lists/easyprivacy.txt", "/tracking/events/*");
        project.Write("pomerium.yaml", "routes: []");
        project.Write("deploy/pomerium-prod.yml", "routes: []");
        project.Write("pomerium/routes/shop.yaml", "routes: []");
        project.Write("deploy/compose.yaml", "image: posthog/posthog");
        project.Write("wwwroot/own.js", Speaks);

        var files = await project.AdditionalFilesAsync();

        Assert.Equal(
            new SortedDictionary<string, string>(StringComparer.Ordinal)
            {
                ["deploy/pomerium-prod.yml"] = "Pomerium",
                ["lists/easyprivacy.txt"] = "FilterList",
                ["pomerium.yaml"] = "Pomerium",
                ["pomerium/routes/shop.yaml"] = "Pomerium",
                ["wwwroot/own.js"] = "",
            },
            files);
    }

    [Fact]
    public async Task A_client_that_lies_beside_the_project_is_found_by_its_SpaRoot()
    {
        using var project = new TargetsProject(more: "<PropertyGroup><SpaRoot>../client</SpaRoot></PropertyGroup>");
        project.Write("../client/src/main.tsx", Speaks);
        project.Write("../client/src/App.tsx", IsSilent);
        project.Write("../client/node_modules/posthog-js/index.js", Speaks);
        project.Write("../client/dist/index.js", Speaks);
        project.Write("wwwroot/app.js", Speaks);

        Assert.Equal(["../client/src/main.tsx", "wwwroot/app.js"], (await project.AdditionalFilesAsync()).Keys);
    }

    [Fact]
    public async Task A_SpaRoot_inside_the_project_gives_no_file_twice()
    {
        using var project = new TargetsProject(more: "<PropertyGroup><SpaRoot>./ClientApp/</SpaRoot></PropertyGroup>");
        project.Write("ClientApp/src/main.tsx", Speaks);

        // A second one would not go into the dictionary.
        Assert.Equal(["ClientApp/src/main.tsx"], (await project.AdditionalFilesAsync()).Keys);
    }

    [Fact]
    public async Task The_switch_turns_the_looking_off_but_not_the_list_that_somebody_names()
    {
        using var project = new TargetsProject(more: """<ItemGroup><PostHogFilterList Include="list.txt" /></ItemGroup>""");
        project.Write("wwwroot/app.js", Speaks);
        project.Write("pomerium.yaml", "routes: []");
        project.Write("list.txt", "/tracking/events/*");

        Assert.Equal(["list.txt"], (await project.AdditionalFilesAsync("-p:PostHogProxyScanFiles=false")).Keys);
    }

    [Fact]
    public async Task Patterns_leave_files_out_and_a_list_that_is_missing_is_told()
    {
        using var project = new TargetsProject(more: """
            <PropertyGroup><PostHogProxyScanExcludes>legacy/**;**/*.generated.js</PostHogProxyScanExcludes></PropertyGroup>
            <ItemGroup><PostHogFilterList Include="lists/nowhere.txt" /></ItemGroup>
            """);
        project.Write("legacy/app.js", Speaks);
        project.Write("wwwroot/a.generated.js", Speaks);
        project.Write("wwwroot/app.js", Speaks);

        var output = await Dotnet.RunAsync(project.Folder, "msbuild", "App.csproj", "-t:FindPostHogFiles;AddPostHogFilterLists;Show", "-p:CustomAfterMicrosoftCommonTargets=" + Show(project));

        Assert.Contains("given: wwwroot/app.js\n", output.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.Contains("warning : The PostHogFilterList 'lists/nowhere.txt' is not there", output, StringComparison.Ordinal);
    }

    private static string Show(TargetsProject project)
    {
        project.Write("Show.targets", """<Project><Target Name="Show"><Message Importance="high" Text="given: @(AdditionalFiles)" /></Target></Project>""");
        return Path.Combine(project.Folder, "Show.targets");
    }
}
