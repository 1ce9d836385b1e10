using PostHogProxy.Rules.Client;

namespace PostHogProxy.Rules.Tests.Client;

/// <summary>What is told of an event or a person may be called api_host too; it is no set-up. The methods are those of posthog-js and of the servers' SDKs.</summary>
public sealed class EventPropertiesTests
{
    private const string Hosts = "api_host: '/api/v2', ui_host: 'https://us.posthog.com'";

    public static TheoryData<string> Calls =>
    [
        "posthog.capture('deployed', { HOSTS })",
        "posthog?.capture('deployed', { HOSTS })",
        "window.posthog.capture('deployed', { HOSTS })",
        "usePostHog().capture('deployed', { HOSTS })",
        "posthog.capture('deployed', { config: { HOSTS } })",
        "posthog.capture('deployed', { list: [{ HOSTS }] })",
        "posthog.capture('deployed', { ...base, HOSTS })",
        "posthog.capture('deployed', withDefaults({ HOSTS }))",
        "posthog.capture('$pageview', { $set: { HOSTS } })",
        "posthog.capture('x', { $set_once: { HOSTS } }, { send_instantly: true })",
        "posthog.register({ HOSTS })",
        "posthog.register_once({ HOSTS }, 'None', 7)",
        "posthog.register_for_session({ HOSTS })",
        "posthog.identify('1', { HOSTS })",
        "posthog.identify('1', {}, { HOSTS })",
        "posthog.setPersonProperties({ HOSTS })",
        "posthog.setPersonProperties({}, { HOSTS })",
        "posthog.setPersonPropertiesForFlags({ HOSTS }, false)",
        "posthog.setGroupPropertiesForFlags({ company: { HOSTS } })",
        "posthog.group('company', '1', { HOSTS })",
        "posthog.captureException(error, { HOSTS })",
        "posthog.alias('a', 'b', { HOSTS })",
        "posthog.people.set({ HOSTS })",
        "posthog.people.set_once({ HOSTS })",
        "posthog.onFeatureFlags((flags) => posthog.capture('x', { HOSTS }))",
        "posthog.push(['capture', 'deployed', { HOSTS }])",
        "const posthogProperties = { HOSTS }\nposthog.capture('x', posthogProperties)",
        "const posthogDetails = { HOSTS }\nposthog.capture('x', posthogDetails)",
        "const posthogDetails = { HOSTS }\nposthog.capture('x', { ...posthogDetails, more: 1 })",
        "const superProperties = { HOSTS }\nposthog.register(superProperties)",
        "const eventProps: Record<string, string> = { HOSTS }",
        "export const posthogEventProperties = { HOSTS } as const",
        "function eventProperties() { return { HOSTS } }",
        "const superProps = () => ({ HOSTS })",
        "const traits = { HOSTS }; analytics.identify('1', traits)",
        "client.capture({ distinctId: '1', event: 'posthog deployed', properties: { HOSTS } })",
        "posthogClient.capture({ distinctId: '1', event: 'x', properties: { config: { HOSTS } } })",
        "await posthog.captureImmediate({ distinctId: '1', event: 'x', properties: { HOSTS } })",
        "client.identify({ distinctId: '1', properties: { HOSTS } }) // posthog-node",
        "client.groupIdentify({ groupType: 'company', groupKey: '1', properties: { HOSTS } }) // posthog-node",
        "client.captureException(error, '1', { HOSTS }) // posthog-node",
        "import { PostHog } from 'posthog-node'\nnew PostHog('phc_1', { host: 'https://us.i.posthog.com' })",
        "import PostHog from 'posthog-react-native'\nnew PostHog('phc_1', { host: 'https://us.i.posthog.com' })",
        "posthog.screen('Home', { HOSTS })",
        "analytics.track('posthog deployed', { HOSTS })",
        "logger.info('posthog deployed', { HOSTS })",
        "console.log('posthog', { HOSTS })",
        "Sentry.setContext('posthog', { HOSTS })",
        "window.dataLayer.push({ event: 'posthog', HOSTS })",
        "<PostHogCaptureOnViewed name='x' properties={{ HOSTS }} />",
        "<PostHogFeature flag='x' match={true} trackInteraction visibilityObserverOptions={{ threshold: 1 }} />",
        "posthog.init = (t, o) => posthog.capture('init', { HOSTS })",
        "before_send = (event) => { event.properties = { ...event.properties, HOSTS }; return event } // posthog",
        "const event = { event: '$pageview', properties: { HOSTS } } // posthog",
        "const meta = { posthog: { HOSTS } }\nposthog.capture('x', meta)",
        "class A { base = { HOSTS }; send(name) { posthog.capture(name, { ...this.base }) } }",
        "posthog.startSessionRecording({ HOSTS })",
        "posthog.loadToolbar({ HOSTS })",
        "posthog.createPersonProfile({ HOSTS })",
        "events.emit('posthog:ready', { HOSTS })",
        "gtag('event', 'posthog', { HOSTS })",
        "const event = { name: 'posthog', data: { HOSTS } }",
        "export const posthogEvent = { event: 'x', distinct_id: '1', HOSTS }",
        "export const eventsForPosthog = [{ event: 'x', HOSTS }]",
        "fetch('/posthog', { body: JSON.stringify({ HOSTS }) })",
        "expect(posthog.capture).toHaveBeenCalledWith('x', { HOSTS })",
        "posthog.renderSurvey('1', '#x', { properties: { HOSTS } })",
    ];

    [Theory]
    [MemberData(nameof(Calls))]
    public void Properties_are_no_set_up(string text) =>
        Assert.Empty(ClientSetups.Find(text.Replace("HOSTS", Hosts, StringComparison.Ordinal), ClientLanguage.Script));

    [Theory]
    [InlineData("posthog.set_config({ api_host: '/a' })")]
    [InlineData("window.posthog.set_config({ debug: true, api_host: '/a' })")]
    [InlineData("posthog?.set_config({ 'api_host': '/a' })")]
    [InlineData("const posthogOptions = { api_host: '/a' }\nposthog.capture('x', { posthogKey: 1 })")]
    [InlineData("export const posthogProviderProps = { apiKey: key, options: { api_host: '/a', ui_host: 'https://eu.posthog.com' } }")]
    [InlineData("export default { posthog: { publicKey: 'phc_1', clientConfig: { api_host: '/a' } } }")]
    [InlineData("app.use(createPostHog({ token: 'phc_1', api_host: '/a' }))")]
    public void What_sets_the_SDK_up_beside_them_is_read(string text)
    {
        var setup = Assert.Single(ClientSetups.Find(text, ClientLanguage.Script));

        Assert.Equal("/a", setup.ApiHost.Value);
    }

    [Theory]
    [InlineData("api_host: '/a'")]
    [InlineData("asset_host: 'https://eu-assets.i.posthog.com'")]
    [InlineData("flags_api_host: 'https://eu.i.posthog.com'")]
    public void A_property_that_is_set_later_leaves_the_set_up_known(string host)
    {
        var setup = Assert.Single(ClientSetups.Find(
            $"posthog.init('phc_1', {{ {host}, before_send: (e) => {{ e.properties.api_host = '/v2'; return e }} }})", ClientLanguage.Script));

        Assert.NotEqual(SettingState.Unknown, setup.ApiHost.State);
    }
}
