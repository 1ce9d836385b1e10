using PostHogProxy.Rules.Client;
using PostHogProxy.Rules.Judging;

namespace PostHogProxy.Rules.Tests.Findings;

/// <summary>What PHX2010 says, and of which region it takes the client's events to be. Proxies are written as in <see cref="ClientRulesTests"/>.</summary>
public sealed class OtherHostMessagesTests
{
    private const string Straight = "goes straight to PostHog, although a proxy is mapped. Blockers stop these requests";

    [Theory]
    [InlineData("api_host: '/t7k2', asset_host: 'https://eu-assets.i.posthog.com'", "eu /t7k2", Straight)]
    [InlineData("api_host: '/wrong', asset_host: 'https://eu-assets.i.posthog.com'", "eu /t7k2", Straight)]
    [InlineData("api_host: '/b', asset_host: 'https://us-assets.i.posthog.com'", "us /a, eu /b", "is of region US, but the client's events are sent to EU. A project exists in one region only")]
    [InlineData("api_host: HOST, asset_host: 'https://us-assets.i.posthog.com'", "eu /t7k2", "is of region US, but the client's events are sent to EU. A project exists in one region only")]
    [InlineData("api_host: 'https://us.i.posthog.com', asset_host: 'https://eu-assets.i.posthog.com'", "eu /t7k2", "is of region EU, but the client's events are sent to US. A project exists in one region only")]
    [InlineData("api_host: 'https://eu.i.posthog.com', asset_host: 'https://us-assets.i.posthog.com'", "own /t7k2", "is of region US, but the client's events are sent to EU. A project exists in one region only")]
    [InlineData("asset_host: 'https://eu-assets.i.posthog.com'", "", "is of region EU, but the client's events are sent to US. A project exists in one region only")]
    public void It_says_which_region_or_that_it_goes_around(string options, string proxies, string what)
    {
        var text = $"posthog.init('phc_1', {{ {options}, ui_host: 'https://eu.posthog.com' }})";
        var host = text[(text.IndexOf("asset_host: '", StringComparison.Ordinal) + 13)..].Split('\'')[0];

        Assert.Equal(
            $"asset_host '{host}' {what}. Remove asset_host: the SDK derives it from api_host.",
            Assert.Single(Judge(text, proxies, null)));
    }

    [Fact]
    public void A_path_at_which_something_of_the_apps_own_answers_may_be_another_proxy()
    {
        const string Text = "posthog.init('phc_1', { api_host: '/own', asset_host: 'https://us-assets.i.posthog.com', ui_host: 'https://eu.posthog.com' })";

        Assert.Empty(Judge(Text, "eu /t7k2", path => path == "/own"));
        Assert.Single(Judge(Text, "eu /t7k2", path => path == "/other"));
    }

    [Fact]
    public void An_address_of_somebody_elses_may_be_a_proxy_of_another_region() => Assert.Empty(Judge(
        "posthog.init('phc_1', { api_host: 'https://e.other.example', asset_host: 'https://us-assets.i.posthog.com', ui_host: 'https://us.posthog.com' })", "eu /t7k2", null));

    private static IEnumerable<string> Judge(string text, string proxies, Func<string, bool>? isTaken) => ClientRules
        .JudgeText(text, ClientSetups.Find(text, ClientLanguage.Script, TestContext.Current.CancellationToken), ClientRulesTests.Proxies(proxies), true, "app.js", isTaken)
        .Where(finding => finding.Id == "PHX2010")
        .Select(finding => finding.ToString());
}
