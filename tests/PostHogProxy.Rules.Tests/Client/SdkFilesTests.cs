using System.Text.Json;
using PostHogProxy.Rules.Client;
using PostHogProxy.Rules.Findings;
using PostHogProxy.Rules.Judging;
using PostHogProxy.Rules.Tests.Blocking;

namespace PostHogProxy.Rules.Tests.Client;

/// <summary>posthog-js as it lies in npm, from its first releases to the newest, and what Vite makes of it: nobody's set-up, wherever it is copied.</summary>
public sealed class SdkFilesTests
{
    private const string App = "import posthog from 'posthog-js'\nposthog.init('phc_x1', { api_host: '/other', ui_host: 'https://us.posthog.com' })\n";

    private static readonly NodeFolder Folder = new(PublishedLists.Repository, "sdks");

    private static readonly string[] Bundled = ["posthog-js", "posthog-js-1.391.9", "posthog-js-1.275.3", "posthog-js-1.96.1"];

    private static readonly MappedProxy[] Eu = [new("/t7k2", PostHogRegion.Eu, [])];

    public static TheoryData<string> Versions =>
    [
        "posthog-js-1.8.10", "posthog-js-1.26.2", "posthog-js-1.57.4", "posthog-js-1.96.1", "posthog-js-1.130.2", "posthog-js-1.180.1",
        "posthog-js-1.224.1", "posthog-js-1.275.3", "posthog-js-1.330.0", "posthog-js-1.391.9", "posthog-js", "posthog-js-lite", "@posthog",
    ];

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task No_file_of_the_SDK_is_a_set_up(string package)
    {
        await Folder.InstallAsync();
        var root = Path.Combine(Folder.Path, "node_modules", package);
        var files = Directory.EnumerateFiles(root, "*.*", SearchOption.AllDirectories)
            .Where(file => Path.GetExtension(file) is ".js" or ".mjs" or ".cjs")
            .ToList();

        Assert.NotEmpty(files);
        Assert.Empty(files.SelectMany(file => Judge(File.ReadAllText(file)).Select(finding => $"{Path.GetRelativePath(root, file)}: {finding.Id} {finding.Range}")));
    }

    [Fact]
    public async Task No_bundle_of_an_app_is_a_set_up()
    {
        var bundles = await BundlesAsync(
            [.. from sdk in Bundled
                from style in Enumerable.Range(0, 2)
                select new { sdk, main = App, minify = style == 0, split = false }]);

        Assert.Equal(8, bundles.Count);
        Assert.All(bundles, bundle =>
        {
            Assert.Contains("/other", bundle["main.js"], StringComparison.Ordinal);
            Assert.Empty(Judge(bundle["main.js"]));
        });
    }

    [Fact]
    public async Task A_set_up_beside_the_bundle_of_the_SDK_is_judged()
    {
        var bundle = Assert.Single(await BundlesAsync([new { sdk = "posthog-js", main = App, minify = true, split = true }]));

        Assert.Empty(Judge(bundle["vendor.js"]));
        Assert.Equal(["PHX2006", "PHX2002"], Judge(bundle["main.js"]).Select(finding => finding.Id));
    }

    [Fact]
    public async Task A_page_that_holds_the_SDK_is_judged_by_its_other_scripts()
    {
        var sdk = await ScriptAsync();
        var page = $"<script>{sdk}</script>\n<script>posthog.init('phc_x1', {{ api_host: '/t7k2', ui_host: 'https://us.posthog.com' }})</script>";

        var finding = Assert.Single(ClientRules.JudgeText(page, ClientLanguage.Markup, Eu, true, "index.html", TestContext.Current.CancellationToken));

        Assert.Equal("PHX2002", finding.Id);
        Assert.Equal(page.LastIndexOf("https://us.posthog.com", StringComparison.Ordinal), finding.Range!.Value.Start);
    }

    [Fact]
    public async Task What_stands_in_one_script_with_the_SDK_is_the_output_of_a_build_but_for_a_secret_key()
    {
        var script = await ScriptAsync() + "\nposthog.init('phx_aB3dE5gH7jK9mN1pQ3sT5', { api_host: '/other' })";

        Assert.Equal("PHX2008", Assert.Single(Judge(script)).Id);
    }

    /// <summary>Every option that has to do with where the SDK keeps what it knows: no set-up is taken for the SDK.</summary>
    [Fact]
    public void A_set_up_with_every_option_is_judged() => Assert.Equal("PHX2003", Assert.Single(Judge("""
        posthog.init('phc_x1', {
          api_host: '/t7k2', persistence: 'localStorage+cookie', persistence_name: 'p', cookie_name: 'c', cross_subdomain_cookie: true, secure_cookie: true,
          opt_out_capturing_by_default: false, opt_out_persistence_by_default: false, opt_out_capturing_persistence_type: 'cookie',
          opt_out_capturing_cookie_prefix: 'o_', consent_persistence_name: 'q', property_denylist: ['$device_id', '$initial_referrer'],
          before_send: (event) => event.event === '$opt_in' || event.event === '$create_alias' ? null : event,
          loaded: (ph) => { if (ph.__loaded) ph.capture('$feature_flag_called', { $feature_flag: 'x' }) },
        })
        """)).Id);

    private static async Task<string> ScriptAsync()
    {
        await Folder.InstallAsync();
        return await File.ReadAllTextAsync(Path.Combine(Folder.Path, "node_modules", "posthog-js", "dist", "array.js"));
    }

    private static async Task<List<Dictionary<string, string>>> BundlesAsync(object[] questions) =>
        JsonSerializer.Deserialize<List<Dictionary<string, string>>>(await Folder.AskAsync("bundle.mjs", JsonSerializer.Serialize(questions)))!;

    private static IReadOnlyList<Finding> Judge(string text) =>
        ClientRules.JudgeText(text, ClientLanguage.Script, Eu, true, "whatever.js", TestContext.Current.CancellationToken);
}
