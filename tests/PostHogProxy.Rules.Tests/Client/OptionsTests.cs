using PostHogProxy.Rules.Client;

namespace PostHogProxy.Rules.Tests.Client;

/// <summary>The ways to write the options of init: in place, above it, put together from others.</summary>
public sealed class OptionsTests
{
    private const string Both = "api_host: '«a:/a»', ui_host: '«u:https://eu.posthog.com»'";

    [Theory]
    [InlineData("{ BOTH }")]
    [InlineData("({ BOTH })")]
    [InlineData("(({ BOTH }))")]
    [InlineData("{ BOTH } as const")]
    [InlineData("{ BOTH } satisfies Partial<PostHogConfig>")]
    [InlineData("{ BOTH } as Partial<PostHogConfig> | undefined")]
    [InlineData("{ BOTH } as any as PostHogConfig")]
    [InlineData("{ BOTH }!")]
    [InlineData("({ BOTH } as any)")]
    [InlineData("dev ? { BOTH } : { api_host: '/a', ui_host: 'https://eu.posthog.com' }")]
    [InlineData("(dev ? { BOTH } : { api_host: '/a', ui_host: 'https://eu.posthog.com' })")]
    [InlineData("a ? { BOTH } : b ? { api_host: '/a', ui_host: 'https://eu.posthog.com' } : { api_host: '/a', ui_host: 'https://eu.posthog.com' }")]
    [InlineData("a ? b ? { BOTH } : { api_host: '/a', ui_host: 'https://eu.posthog.com' } : { api_host: '/a', ui_host: 'https://eu.posthog.com' }")]
    [InlineData("a?.b ? { BOTH } : ({ api_host: '/a', ui_host: 'https://eu.posthog.com' } as const)")]
    [InlineData("a && b ? { BOTH } : { api_host: '/a', ui_host: 'https://eu.posthog.com' }")]
    [InlineData("a || b ? { BOTH } : { api_host: '/a', ui_host: 'https://eu.posthog.com' }")]
    [InlineData("a ?? b ? { BOTH } : { api_host: '/a', ui_host: 'https://eu.posthog.com' }")]
    [InlineData("{ ...more, BOTH }")]
    [InlineData("{ ...more(), BOTH }")]
    [InlineData("{ [key]: 1, BOTH }")]
    [InlineData("{ ...{ BOTH } }")]
    [InlineData("{ ...({ BOTH }) }")]
    [InlineData("{ ...{ ...{ BOTH } } }")]
    [InlineData("{ BOTH, ...{ debug: true } }")]
    [InlineData("{ BOTH, ...(dev && { debug: true }) }")]
    [InlineData("{ BOTH, ...(a && b && { debug: true }) }")]
    [InlineData("{ BOTH, ...(dev ? { debug: true } : { autocapture: false }) }")]
    [InlineData("{ BOTH, ...(dev ? { debug: true } : prod ? {} : { autocapture: false }) }")]
    [InlineData("{ BOTH, host: '/b' }")]
    [InlineData("{ host: '/b', BOTH }")]
    [InlineData("{ BOTH, loaded() { } }")]
    [InlineData("{ api_host: '/b', BOTH }")]
    public void Options_in_place_are_read(string options) => Check($"«c:posthog.init»('«t:phc_1»', {options})");

    [Theory]
    [InlineData("const o = { BOTH }", "o")]
    [InlineData("const o = { BOTH }", "(o)")]
    [InlineData("const o = { BOTH }", "o as PostHogConfig")]
    [InlineData("const o = { BOTH }", "o!")]
    [InlineData("const o = { BOTH } as const;", "o")]
    [InlineData("const o = ({ BOTH })", "o")]
    [InlineData("const p = { BOTH }; const o = p", "o")]
    [InlineData("const o = { BOTH }", "{ ...o }")]
    [InlineData("const o = { BOTH }", "{ ...o, debug: true }")]
    [InlineData("const o = { BOTH }", "{ api_host: '/b', ui_host: 'https://us.posthog.com', ...o }")]
    [InlineData("const o = { BOTH }", "{ ...(o) }")]
    [InlineData("const o = { api_host: '/b', ui_host: 'https://us.posthog.com' }", "{ ...o, BOTH }")]
    [InlineData("const p = { ui_host: '«u:https://eu.posthog.com»' }; const o = { ...p, api_host: '«a:/a»' }", "o")]
    [InlineData("const o = { BOTH }", "dev ? o : o")]
    [InlineData("const o = { debug: true }", "{ BOTH, ...o }")]
    [InlineData("const o = { BOTH }\nconsole.log(o)", "o")]
    public void Options_above_the_call_are_read(string before, string options) =>
        Check($"{before}\n«c:posthog.init»('«t:phc_1»', {options})");

    [Theory]
    [InlineData("{ debug: true }", "")]
    [InlineData("{}", "")]
    [InlineData("{ api_host: undefined }", "")]
    [InlineData("{ api_host: '«a:/a»' }", "")]
    [InlineData("{ ui_host: '«u:https://eu.posthog.com»' }", "")]
    [InlineData("{ asset_host: '/a', host: '/a' }", "")]
    [InlineData("dev ? { debug: true } : {}", "")]
    [InlineData("{ ...(dev && { debug: true }) }", "")]
    [InlineData("{ host: '/a' }", "au")]
    [InlineData("{ debug: true, host: '/a' }", "au")]
    [InlineData("{ host: '/a', debug: true }", "au")]
    [InlineData("{ host: '/a', apiHost: '/a' }", "au")]
    [InlineData("{ uiHost: '/a' }", "au")]
    [InlineData("{ url: '/a' }", "au")]
    [InlineData("{ hostUrl: '/a' }", "au")]
    [InlineData("{ host: '/b', api_host: '«a:/a»' }", "")]
    [InlineData("{ api_host: '' }", "a")]
    [InlineData("{ api_host: dev ? '' : '/a' }", "a")]
    [InlineData("{ api_host: '«a:/a»', ui_host: '' }", "")]
    [InlineData("{ api_host: '«a:/a»', ui_host: {} }", "u")]
    [InlineData("{ api_host: '«a:/a»', ui_host: [] }", "u")]
    [InlineData("{ api_host() { } }", "a")]
    [InlineData("{ get api_host() { return '/a' } }", "a")]
    [InlineData("{ api_host }", "a")]
    [InlineData("{ api_host: '«a:/a»', ui_host }", "u")]
    [InlineData("{ [key]: '/a', api_host: '«a:/a»' }", "u")]
    [InlineData("{ api_host: '/a', [key]: '/b' }", "au")]
    [InlineData("{ api_host: '/a', ...more }", "au")]
    [InlineData("{ ...more, api_host: '«a:/a»' }", "u")]
    [InlineData("{ api_host: '/a', ...(dev && { api_host: '/b' }) }", "a")]
    [InlineData("{ api_host: '/a', ...(dev ? { api_host: '/b' } : {}) }", "a")]
    [InlineData("{ api_host: '/a', ...(dev ? {} : { api_host: '/b' }) }", "a")]
    [InlineData("{ api_host: '/a', ...(dev ? { api_host: '/a' } : { api_host: '/a' }) }", "a")]
    [InlineData("{ api_host: '«a:/a»', ...(dev && { ui_host: 'https://eu.posthog.com' }) }", "u")]
    [InlineData("{ api_host: '/a', ...(dev && more) }", "au")]
    [InlineData("{ api_host: '/a', ...(dev ? more : {}) }", "au")]
    [InlineData("{ api_host: '/a', ...(dev || { debug: true }) }", "au")]
    [InlineData("{ api_host: '/a', ...(dev ? {} : {}).x }", "au")]
    [InlineData("dev ? { api_host: '«a:/a»', ui_host: 'https://eu.posthog.com' } : { api_host: '/a' }", "u")]
    [InlineData("dev ? { api_host: '/a' } : more", "au")]
    [InlineData("dev ? more : { api_host: '/a' }", "au")]
    public void What_is_not_named_is_missing_and_what_may_be_set_is_unknown(string options, string unknown) =>
        Check($"«c:posthog.init»('«t:phc_1»', {options})", unknown);

    [Theory]
    [InlineData("{ BOTH } || more")]
    [InlineData("{ BOTH } ?? more")]
    [InlineData("{ BOTH } && more")]
    [InlineData("{ BOTH }.web")]
    [InlineData("{ BOTH }[mode]")]
    [InlineData("{ BOTH } as any || more")]
    [InlineData("{ BOTH } as any ?? more")]
    [InlineData("{ BOTH } as any && more")]
    [InlineData("dev && { BOTH }")]
    [InlineData("more || { BOTH }")]
    [InlineData("dev ? more || { BOTH } : { BOTH }")]
    [InlineData("dev ? more ?? { BOTH } : { BOTH }")]
    [InlineData("dev ? { BOTH } : more || { BOTH }")]
    [InlineData("dev ? { BOTH }")]
    [InlineData("dev ? a ? { BOTH } : { BOTH }")]
    [InlineData("({ BOTH }, more)")]
    [InlineData("({ BOTH }).web")]
    [InlineData("f({ BOTH })")]
    [InlineData("(f)({ BOTH })")]
    [InlineData("[{ BOTH }]")]
    [InlineData("() => ({ BOTH })")]
    [InlineData("!{ BOTH }")]
    [InlineData("o.web")]
    [InlineData("o || more")]
    [InlineData("o as any || more")]
    [InlineData("o.web as any")]
    [InlineData("o(1)")]
    [InlineData("o as any ? more : less")]
    [InlineData("given")]
    [InlineData("{ ...given }")]
    [InlineData("circle")]
    [InlineData("{ ...circle }")]
    [InlineData("{ ...same }")]
    [InlineData("missing")]
    public void Options_that_may_be_others_are_unknown(string options)
    {
        var text = $$"""
            const o = { BOTH }
            const given = { BOTH }; add(given)
            const circle = round; const round = circle; const same = { ...same }
            posthog.init('phc_1', {{options}})
            """.Replace("BOTH", "api_host: '/a', ui_host: 'https://eu.posthog.com'", StringComparison.Ordinal);
        var setup = Assert.Single(ClientSetups.Find(text, ClientLanguage.Script), setup => setup.Token.Value == "phc_1");

        Assert.Equal(SettingState.Unknown, setup.ApiHost.State);
        Assert.Equal(SettingState.Unknown, setup.UiHost.State);
    }

    private static void Check(string text, string unknown = "") =>
        new Shape("", text.Replace("BOTH", Both, StringComparison.Ordinal), unknown).Check(ClientLanguage.Script);
}
