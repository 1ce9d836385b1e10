using PostHogProxy.Rules.Client;

namespace PostHogProxy.Rules.Tests.Client;

/// <summary>Options that no call in the file takes: what makes them PostHog's, and what may still become of them.</summary>
public sealed class LoneOptionsTests
{
    [Theory]
    [InlineData("export const posthogOptions = { api_host: '/a' }")]
    [InlineData("const posthogOptions = { api_host: '/a' }")]
    [InlineData("const posthogOptions\n  = { api_host: '/a' }")]
    [InlineData("const posthogOptions =\n  { api_host: '/a' }")]
    [InlineData("export const options: PostHogConfig = { api_host: '/a' }")]
    [InlineData("export const options: Partial<PostHogConfig> = { api_host: '/a' }")]
    [InlineData("const options = { api_host: '/a' } as PostHogConfig")]
    [InlineData("const options = { api_host: '/a' } as Partial<PostHogConfig>")]
    [InlineData("const options = { api_host: '/a' } satisfies PostHogConfig")]
    [InlineData("const options = { api_host: '/a' } satisfies Partial<PostHogConfig>")]
    [InlineData("const options = { api_host: '/a', ui_host: 'https://eu.posthog.com' }")]
    [InlineData("const options = { 'api_host': '/a', \"ui_host\": 'https://eu.posthog.com' }")]
    [InlineData("const posthogOptions = { debug: true, api_host: '/a', name: 'x' }")]
    [InlineData("const api_host = '/a'; export const posthogOptions = { api_host, debug: true }")]
    [InlineData("const api_host = '/a'; export const posthogOptions = { debug: true, api_host }")]
    [InlineData("const x = { posthog: { api_host: '/a' } }")]
    [InlineData("const x = { posthog: { options: { api_host: '/a' } } }")]
    [InlineData("const x = { posthog: { clientConfig: { api_host: '/a' } } }")]
    [InlineData("const posthog = { options: { api_host: '/a' } }")]
    [InlineData("const options = ({ api_host: '/a', ui_host: 'https://eu.posthog.com' })")]
    [InlineData("const posthogOptions = ({ api_host: '/a' })")]
    [InlineData("const posthogOptions = Object.freeze({ api_host: '/a' })")]
    [InlineData("const posthogOptions: PostHogConfig | null = Object.freeze(({ api_host: '/a' }))")]
    [InlineData("const getOptions = () => ({ api_host: '/a', ui_host: 'https://eu.posthog.com' })")]
    [InlineData("function getOptions() { return ({ api_host: '/a', ui_host: 'https://eu.posthog.com' }) }")]
    [InlineData("function getOptions() { return Object.freeze({ api_host: '/a', ui_host: 'https://eu.posthog.com' }) }")]
    [InlineData("initPosthog({ api_host: '/a' })")]
    [InlineData("myPosthog.setup({ api_host: '/a' })")]
    [InlineData("app.use(createPostHog({ token: 'phc_1', api_host: '/a' }))")]
    [InlineData("const posthogOptions = { token: 'phc_1', api_host: '/a' }")]
    [InlineData("const posthogOptions = { token: '' + token, api_host: '/a' }")]
    [InlineData("const posthogOptions = { name: '', api_host: '/a' }")]
    [InlineData("function posthogOptions() { return { api_host: '/a', ui_host: 'https://eu.posthog.com' } }")]
    [InlineData("module.exports = { posthog: { api_host: '/a' } }; y.other = 1")]
    [InlineData("const posthogOptions = { api_host: '/a' }; f(posthogOptions.api_host)")]
    [InlineData("posthog.set_config({ api_host: '/a' })")]
    public void What_is_PostHogs_is_read(string text)
    {
        var setup = Assert.Single(ClientSetups.Find(text, ClientLanguage.Script));

        Assert.Equal("/a", setup.ApiHost.Value);
        Assert.Equal(SettingState.Unknown, setup.Token.State);
        Assert.NotEqual(SettingState.Absent, setup.UiHost.State);
    }

    [Theory]
    [InlineData("const options = { api_host: '/a' }")]
    [InlineData("const options: Config = { api_host: '/a' }")]
    [InlineData("const options = { api_host: '/a' } as Config")]
    [InlineData("const options = { api_host: '/a' } as Partial<Config>")]
    [InlineData("[{ api_host: '/a' } as Config, posthog]")]
    [InlineData("const posthogOptions = { asset_host: '/a' }")]
    [InlineData("const posthogOptions = { asset_host: '/a', name: api_host }")]
    [InlineData("const posthogOptions = { debug: api_host }")]
    [InlineData("posthog; const options = { api_host: '/a' }")]
    [InlineData("posthog\nconst options = { api_host: '/a' }")]
    [InlineData("[posthog, { api_host: '/a' }]")]
    [InlineData("if (posthog) { } const options = { api_host: '/a' }")]
    [InlineData("class PosthogA { options = { api_host: '/a' } }")]
    [InlineData("posthog((options = { api_host: '/a' }))")]
    [InlineData("const x = { posthog: { other: { api_host: '/a' } } }")]
    [InlineData("const x = { posthog: { api_host: '/a' } }; x.other = y")]
    [InlineData("module.exports = { posthog: { api_host: '/a' } }; y.posthog = 1")]
    [InlineData("const x = { other: { options: { api_host: '/a' } } }")]
    [InlineData("mixpanel.set_config({ api_host: '/a' })")]
    [InlineData("set_config({ api_host: '/a' })")]
    [InlineData("usePosthog({ api_host: '/a' })")]
    [InlineData("trackPosthogSetup({ api_host: '/a' })")]
    [InlineData("client.setup({ api_host: '/a' }, 'posthog')")]
    [InlineData("posthog.loadToolbar({ api_host: '/a' })")]
    [InlineData("posthog.register?.({ api_host: '/a' })")]
    [InlineData("posthog.register!({ api_host: '/a' })")]
    [InlineData("posthog.register<Props>({ api_host: '/a' })")]
    [InlineData("posthog['register']({ api_host: '/a' })")]
    [InlineData("posthog[0]({ api_host: '/a' })")]
    [InlineData("posthog()({ api_host: '/a' })")]
    [InlineData("usePostHogEvent<Foo>({ api_host: '/a' })")]
    [InlineData("const posthogDefaults = { token: '', api_host: '/a' }")]
    [InlineData("const posthogDefaults = { api_host: '/a', debug: true, token: '' }")]
    [InlineData("const posthogOptions = given || { api_host: '/a' }")]
    [InlineData("const posthogOptions = given ?? { api_host: '/a' }")]
    [InlineData("const posthogOptions = { api_host: '/a' }; f({ ...posthogOptions })")]
    [InlineData("const posthogOptions = ({ api_host: '/a' }); f({ ...posthogOptions })")]
    [InlineData("const posthogOptions = Object.freeze({ api_host: '/a' }); f({ ...posthogOptions })")]
    [InlineData("let posthogOptions: PostHogConfig | null = { api_host: '/a' }; posthogOptions = other")]
    [InlineData("let posthogOptions: { a: string } = { api_host: '/a' }; posthogOptions = other")]
    [InlineData("let posthogOptions: Posthog.Options = { api_host: '/a' }; posthogOptions = other")]
    [InlineData("let posthogOptions: import('posthog-js').PostHogConfig = { api_host: '/a' }; posthogOptions = other")]
    [InlineData("const posthogOptions = other.freeze({ api_host: '/a' })")]
    [InlineData("const posthogOptions = freeze({ api_host: '/a' })")]
    [InlineData("const posthogOptions = given || ({ api_host: '/a' })")]
    [InlineData("const getOptions = () => Object.freeze({ api_host: '/a', ui_host: 'https://eu.posthog.com' }); f({ ...getOptions() })")]
    [InlineData("function getOptions() { return ({ api_host: '/a', ui_host: 'https://eu.posthog.com' }) } f({ ...getOptions() })")]
    [InlineData("const posthogOptions = { a: { b: { api_host: '/a', ui_host: 'https://eu.posthog.com' } } }; f({ ...posthogOptions })")]
    [InlineData("const x = { posthog: { api_host: '/a' } }; x.posthog = y")]
    [InlineData("function posthogOptions() { return { api_host: '/a', ui_host: 'https://eu.posthog.com' } } f({ ...posthogOptions() })")]
    [InlineData("const posthogOptions = () => ({ api_host: '/a', ui_host: 'https://eu.posthog.com' }); f({ ...posthogOptions() })")]
    [InlineData("const posthogOptions = { api_host: HOST }")]
    public void What_is_somebody_elses_or_may_change_is_not(string text) => Assert.Empty(ClientSetups.Find(text, ClientLanguage.Script));

    [Theory]
    [InlineData("ui_host: 'https://eu.posthog.com'")]
    [InlineData("asset_host: '/a'")]
    [InlineData("flags_api_host: '/a'")]
    [InlineData("debug: true, ui_host: 'https://eu.posthog.com'")]
    public void Each_host_that_is_set_later_is_read(string host) =>
        Assert.Equal(SettingState.Unknown, Assert.Single(ClientSetups.Find($"posthog.set_config({{ {host} }})", ClientLanguage.Script)).ApiHost.State);

    [Theory]
    [InlineData(20, 1)]
    [InlineData(21, 0)]
    public void A_name_more_than_twenty_four_tokens_before_is_not_seen(int parts, int found) =>
        Assert.Equal(found, ClientSetups.Find($"x(); posthogOptions: A{string.Concat(Enumerable.Repeat("!", parts))} = {{ api_host: '/a' }}", ClientLanguage.Script).Count);
}
