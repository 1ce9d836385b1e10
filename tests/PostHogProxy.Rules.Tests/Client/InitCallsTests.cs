using PostHogProxy.Rules.Client;

namespace PostHogProxy.Rules.Tests.Client;

/// <summary>Which call of init is PostHog's: its receiver, the token, or the options say so.</summary>
public sealed class InitCallsTests
{
    [Theory]
    [InlineData("analytics.init('phc_1', { api_host: '/a' })")]
    [InlineData("init('phc_1', { api_host: '/a' })")]
    [InlineData("analytics.init('phx_1', { api_host: '/a' })")]
    [InlineData("analytics.init('phs_1', { api_host: '/a' })")]
    [InlineData("analytics.init(POSTHOG_KEY, { api_host: '/a' })")]
    [InlineData("analytics.init(env('posthog'), { api_host: '/a' })")]
    [InlineData("analytics.init(key, { api_host: '/a', ui_host: 'https://eu.posthog.com' })")]
    [InlineData("analytics.init(key, { api_host: 'https://eu.i.posthog.com' })")]
    [InlineData("import hog from 'posthog-js'\nhog.init(key, { api_host: '/a' })")]
    [InlineData("posthog.init?.(key, { api_host: '/a' })")]
    [InlineData("posthog.init({{ token }}, { api_host: '/a' })")]
    [InlineData("posthog.init(key)")]
    public void A_call_that_says_so_is_read(string text) => Assert.Single(ClientSetups.Find(text, ClientLanguage.Script));

    [Theory]
    [InlineData("analytics.init(key, { api_host: '/a' })")]
    [InlineData("analytics.init('phc_', { api_host: '/a' })")]
    [InlineData("analytics.init('phd_1', { api_host: '/a' })")]
    [InlineData("analytics.init('phc-1', { api_host: '/a' })")]
    [InlineData("analytics.init('xphc_1', { api_host: '/a' })")]
    [InlineData("init(POSTHOG_KEY, { api_host: '/a' })")]
    [InlineData("analytics.init(key, posthogOptions)")]
    [InlineData("analytics.init(key, { api_host: 'https://api.shop.example' }, 'posthog.com')")]
    [InlineData("posthog.init(...args)")]
    [InlineData("posthog.init()")]
    [InlineData("posthog.init?.()")]
    [InlineData("posthog.init({ key: 'phc_1' }, { api_host: '/a' })")]
    [InlineData("posthog.init['phc_1']")]
    [InlineData("posthog.init('phc_1', { api_host: '/a' }")]
    public void A_call_of_somebody_elses_is_not_read(string text) => Assert.Empty(ClientSetups.Find(text, ClientLanguage.Script));

    [Theory]
    [InlineData("posthog.init(key, { debug: true })", true)]
    [InlineData("import hog from 'posthog-js'\nhog.init(key, { debug: true })", true)]
    [InlineData("myPosthog.init('phc_1', { debug: true })", true)]
    [InlineData("myPosthog.init(key, { debug: true })", false)]
    [InlineData("ph.init(key, { debug: true }) // posthog", false)]
    [InlineData("myPosthog.init(key)", false)]
    [InlineData("posthog.init(key)", false)]
    [InlineData("posthog.init('phc_1')", true)]
    [InlineData("import hog from 'posthog-js'\nhog.init(key)", true)]
    [InlineData("posthog.init('phc_1', options)", false)]
    public void What_is_missing_is_missing_only_where_it_is_surely_the_browsers_SDK(string text, bool isMissing)
    {
        var setup = Assert.Single(ClientSetups.Find(text, ClientLanguage.Script));

        Assert.Equal(isMissing ? SettingState.Absent : SettingState.Unknown, setup.ApiHost.State);
        Assert.Equal(isMissing ? SettingState.Absent : SettingState.Unknown, setup.UiHost.State);
    }

    [Theory]
    [InlineData("new PostHog('phc_1', { host: '/a' })", "/a")]
    [InlineData("const client = new PostHog('phc_1', { host: '/a', debug: true })", "/a")]
    [InlineData("new PostHog('phc_1', { debug: true })", null)]
    [InlineData("new PostHog('phc_1')", null)]
    public void The_light_SDK_has_a_host_and_no_ui_host(string call, string? host)
    {
        var setup = Assert.Single(ClientSetups.Find("import PostHog from 'posthog-js-lite'\n" + call, ClientLanguage.Script));

        Assert.Equal(("phc_1", host, "host"), (setup.Token.Value, setup.ApiHost.Value, setup.ApiHostName));
        Assert.Equal(host is null ? SettingState.Absent : SettingState.Known, setup.ApiHost.State);
        Assert.Equal(SettingState.Unknown, setup.UiHost.State);
    }

    [Theory]
    [InlineData("PostHog('phc_1', { host: '/a' })")]
    [InlineData("new PostHog")]
    [InlineData("new PostHog()")]
    [InlineData("new PostHog(...args)")]
    [InlineData("new Other('phc_1', { host: '/a' })")]
    [InlineData("new PostHog['phc_1']")]
    [InlineData("new other.PostHog('phc_1', { host: '/a' })")]
    public void Another_constructor_is_not_read(string call) => Assert.Empty(ClientSetups.Find("import PostHog from 'posthog-js-lite'\n" + call, ClientLanguage.Script));

    [Fact]
    public void The_light_SDK_is_read_through_a_name_for_all_of_it() =>
        Assert.Equal("/a", Assert.Single(ClientSetups.Find("import * as lite from 'posthog-js-lite'\nnew lite.PostHog('phc_1', { host: '/a' })", ClientLanguage.Script)).ApiHost.Value);
}
