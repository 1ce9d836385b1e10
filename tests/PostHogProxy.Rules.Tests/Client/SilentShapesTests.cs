using PostHogProxy.Rules.Client;

namespace PostHogProxy.Rules.Tests.Client;

/// <summary>What only looks like a set-up, and what cannot be read: never a guess.</summary>
public sealed class SilentShapesTests
{
    public static TheoryData<string> NotInScripts =>
    [
        "// posthog.init('phc_1', { api_host: '/a' })",
        "/* posthog.init('phc_1', { api_host: '/a' }) */",
        "/**\n * Example:\n * posthog.init('phc_1', { api_host: '/a', ui_host: 'https://eu.posthog.com' })\n */",
        "const usage = \"posthog.init('phc_1', { api_host: '/a' })\"",
        "const usage = 'posthog.init(\"phc_1\", { api_host: \"/a\" })'",
        "mixpanel.init(token, { api_host: '/a' })",
        "import posthog from 'posthog-js'\nmixpanel.init(process.env.MIXPANEL_TOKEN, { api_host: `${window.location.origin}/mp`, debug: true })",
        "amplitude.init('abc', { serverUrl: '/a' }); // not posthog",
        "Sentry.init({ dsn: 'x', integrations: [posthog] })",
        "posthog.init()",
        "posthog.init({ key: 'phc_1' })",
        "posthog.init",
        "if (posthog.init) { posthog.capture('x') }",
        "posthog.init = function (token, options) { }",
        "e.init=function(i,s,a){ return s.api_host }(posthog)",
        "expect(posthog.init).toHaveBeenCalledWith('phc_1', { api_host: '/a', ui_host: 'https://us.i.posthog.com' })",
        "expect(html).toContain(`posthog.init('phc_1', { api_host: '/a' })`)",
        "it(`calls posthog.init('phc_1', { api_host: '/a' })`, () => {})",
        "console.log(`posthog.init('phc_1', { api_host: '/a' }) is missing`)",
        "throw new Error(`Call posthog.init('phc_1', { api_host: '/a' }) first`)",
        "const help = `Call posthog.init('phc_1', { api_host: '/a' }) first`",
        "<CodeBlock language='js' code={`posthog.init('phc_1', { api_host: '/a' })`} />",
        "const sample = `posthog.init('phc_1', { api_host: '/a' })`",
        "const x = <p>Don't call posthog.init('phc_1', {'{'} api_host: '/a' {'}'})</p>",
        "const x = <pre>posthog.init('phc_1')</pre>",
        "const re = /posthog.init('phc_1', { api_host: '/a' })/",
        "vi.mock('posthog-js', () => ({ default: { init: vi.fn(), capture: vi.fn() } }))",
        "class PostHogService { init(token: string, options: { api_host: string; ui_host: string }) { } }",
        "interface PostHogOptions { api_host: string; ui_host?: string }",
        "type Init = typeof posthog.init",
        "const { api_host, ui_host } = posthogConfig",
        "new PostHog('phc_1', { host: 'https://eu.i.posthog.com' })",
        "<PostHogProvider client={posthog}><App /></PostHogProvider>",
        "<PostHogProvider>{children}</PostHogProvider>",
        "const config = { api_host: '/a' }",
        "fetch('/posthog', { headers: { api_host: '/a' } })",
        "store.init('x', { api_host: '/a' }) // unlike posthog",
        "posthog.init('phc_1', { api_host: '/a'",
        "posthog.init('phc_1",
        "posthog.init(`phc_1",
        "posthog.reset(); posthog.identify('x', { ui_host: 'https://us.posthog.com' })",
        "function init(posthogKey, options) { return posthogKey }",
        "const app = { init(posthogKey, options) { } }",
        "",
        "posthog",
    ];

    public static TheoryData<string> NotInPages =>
    [
        "<p>posthog.init('phc_1', { api_host: '/a' })</p>",
        "<!-- <script>posthog.init('phc_1', { api_host: '/a' })</script> -->",
        "@* <script>posthog.init('phc_1', { api_host: '/a' })</script> *@",
        "<script><!-- posthog.init('phc_1', { api_host: '/a' })\n</script>",
        "<script type=\"application/json\">{ \"a\": \"posthog.init('phc_1', {})\" }</script>",
        "<script type='text/template'>posthog.init('phc_1', { api_host: '/a' })</script>",
        "<style>posthog.init('phc_1', { api_host: '/a' })</style>",
        "<textarea>posthog.init('phc_1', <script>posthog.init('phc_1')</script></textarea>",
        "<script src='/posthog.init(1)'></script>",
        "<a href=\"javascript:void 0\" title=\"posthog.init('phc_1', { api_host: '/a' })\">x</a>",
        "<PostHogProvider><slot /></PostHogProvider>",
        "<PostHogBanner text='api_host' />",
        "<script>// posthog.init('phc_1', { api_host: '/a' })\n</script>",
        "<script>",
    ];

    /// <summary>What stands for the value; <c>a</c> must be unknown.</summary>
    public static TheoryData<string> Unknown =>
    [
        "process.env.POSTHOG_HOST || 'https://us.i.posthog.com'",
        "import.meta.env.VITE_HOST ?? 'https://us.i.posthog.com'",
        "(env.HOST as string) || '/a'",
        "env.HOST as string || '/a'",
        "'/a' as string && suffix",
        "host.replace('us', 'eu')",
        "'https://us.i.posthog.com'.replace('us', 'eu')",
        "getHost()",
        "getHost('/a')",
        "isEu ? 'https://eu.i.posthog.com' : 'https://us.i.posthog.com'",
        "isEu ? '/a' : undefined",
        "`${base}/a`",
        "`https://${region}.i.posthog.com`",
        "base + '/a'",
        "'/a' + suffix",
        "window.location.origin.replace('app', 'e') + '/a'",
        "imported",
        "this.config.host",
        "environment.posthogHost",
        "['/a']",
        "{ host: '/a' }",
        "() => '/a'",
        "!'/a'",
        "await host()",
        "new URL('/a', location.origin).href",
        "''",
        "'%VITE_POSTHOG_HOST%'",
        "'{{ host }}'",
        "'<ph_client_api_host>'",
        "'${HOST}'",
        "'__POSTHOG_HOST__'",
        "'/__PATH__'",
        "'https://__REGION__.i.posthog.com'",
        "'/[[path]]'",
        "'/#path#'",
        "'@Model.Host'",
        "'YOUR_HOST'",
        "'/a b'",
        "'/a",
        "reassigned",
        "parameter",
        "twice",
        "changed.host",
        "fallback",
        "destructured",
        "loop1",
        "1",
        "String.raw`/a`",
    ];

    /// <summary>What stands for the options; a missing ui_host must be unknown.</summary>
    public static TheoryData<string> UnknownOptions =>
    [
        "{ api_host: '/a', ...options }",
        "{ ...options }",
        "{ api_host: '/a', ...getOptions() }",
        "{ api_host: '/a', ...(isEu && { ui_host: 'https://eu.posthog.com' }) }",
        "{ api_host: '/a', ...(isEu ? { ui_host: 'https://eu.posthog.com' } : {}) }",
        "{ api_host: '/a', [key]: value }",
        "{ api_host: '/a', get ui_host() { return x } }",
        "{ api_host: '/a', @Html.Raw(more) }",
        "options",
        "getOptions({ api_host: '/a' })",
        "Object.assign({ api_host: '/a' }, more)",
        "isEu ? { api_host: '/a' } : { api_host: '/b', ui_host: 'https://eu.posthog.com' }",
        "config || { api_host: '/a' }",
        "config ?? { api_host: '/a' }",
        "mutated",
        "assigned",
        "passed",
        "spread",
        "...rest",
    ];

    [Theory]
    [MemberData(nameof(NotInScripts))]
    public void A_script_without_a_set_up_gives_none(string text) => Assert.Empty(ClientSetups.Find(text, ClientLanguage.Script));

    [Theory]
    [MemberData(nameof(NotInPages))]
    public void A_page_without_a_set_up_gives_none(string text) => Assert.Empty(ClientSetups.Find(text, ClientLanguage.Markup));

    [Theory]
    [MemberData(nameof(Unknown))]
    public void A_value_that_cannot_be_read_is_unknown(string value)
    {
        var text = $$"""
            let reassigned = '/a'; if (x) { reassigned = '/b' }
            const changed = { host: '/a' }; changed.host = '/b'
            const fallback = process.env.HOST || '/a'
            const { destructured } = { destructured: '/a' }
            const twice = '/a'; const twice = '/b'
            const parameter = '/a'
            for (const loop1 of ['/a']) { }
            const start = (parameter) => posthog.init('phc_1', {
              api_host: {{value}}
            })
            """;

        var setup = Assert.Single(ClientSetups.Find(text, ClientLanguage.Script));

        Assert.Equal(SettingState.Unknown, setup.ApiHost.State);
        Assert.Null(setup.ApiHost.Value);
    }

    [Theory]
    [MemberData(nameof(UnknownOptions))]
    public void Options_that_may_hold_more_leave_ui_host_unknown(string options)
    {
        var text = $$"""
            const mutated = { api_host: '/a' }; mutated.ui_host = 'https://eu.posthog.com'
            const assigned = { api_host: '/a' }; Object.assign(assigned, more)
            const passed = { api_host: '/a' }; addHosts(token, passed)
            const inner = getInner(); const spread = { api_host: '/a', ...inner }
            posthog.init('phc_1', {{options}})
            """;

        var setup = Assert.Single(ClientSetups.Find(text, ClientLanguage.Script), setup => setup.Token.Value == "phc_1");

        Assert.Equal(SettingState.Unknown, setup.UiHost.State);
    }

    [Theory]
    [InlineData("posthog.init(key)")]
    [InlineData("posthogService.init('/settings', { timeout: 3 })")]
    [InlineData("<PostHogProvider apiKey={key} options={{ host: '/a' }} />")]
    [InlineData("<PostHogProvider apiKey='phc_1' {...props} />")]
    [InlineData("posthog.init('phc_1', { apiHost: '/a' })")]
    public void A_host_that_somebody_elses_code_may_set_is_unknown(string text)
    {
        var setup = Assert.Single(ClientSetups.Find(text, ClientLanguage.Script));

        Assert.Equal(SettingState.Unknown, setup.ApiHost.State);
        Assert.Equal(SettingState.Unknown, setup.UiHost.State);
    }

    [Fact]
    public void A_spread_behind_a_host_may_change_it() =>
        Assert.Equal(
            SettingState.Unknown,
            Assert.Single(ClientSetups.Find("posthog.init('phc_1', { api_host: '/a', ...devSettings })", ClientLanguage.Script)).ApiHost.State);
}
