using PostHogProxy.Rules.Client;
using PostHogProxy.Rules.Judging;

namespace PostHogProxy.Rules.Tests.Findings;

/// <summary>PHX2010. Rows are: the options, the app's proxies as in <see cref="ClientRulesTests"/>, the value that is found.</summary>
public sealed class OtherHostRulesTests
{
    private const string Ui = "ui_host: 'https://eu.posthog.com'";

    [Theory]
    [InlineData("api_host: '/t7k2', asset_host: 'https://eu-assets.i.posthog.com'", "eu /t7k2", "https://eu-assets.i.posthog.com")]
    [InlineData("api_host: '/t7k2', flags_api_host: 'https://eu.i.posthog.com'", "eu /t7k2", "https://eu.i.posthog.com")]
    [InlineData("api_host: '/t7k2', flags_api_host: '//eu.i.posthog.com'", "eu /t7k2", "//eu.i.posthog.com")]
    [InlineData("api_host: 'https://shop.example/t7k2', asset_host: 'https://us-assets.i.posthog.com'", "eu /t7k2", "https://us-assets.i.posthog.com")]
    [InlineData("api_host: HOST, asset_host: 'https://eu-assets.i.posthog.com'", "eu /t7k2", "https://eu-assets.i.posthog.com")]
    [InlineData("api_host: 'https://eu.i.posthog.com', asset_host: 'https://us-assets.i.posthog.com'", "", "https://us-assets.i.posthog.com")]
    [InlineData("api_host: 'https://us.i.posthog.com', flags_api_host: 'https://eu.i.posthog.com'", "", "https://eu.i.posthog.com")]
    [InlineData("flags_api_host: 'https://eu.i.posthog.com'", "", "https://eu.i.posthog.com")]
    [InlineData("api_host: 'https://eu.i.posthog.com', asset_host: dev ? 'https://us-assets.i.posthog.com' : 'https://us-assets.i.posthog.com/'", "", "https://us-assets.i.posthog.com https://us-assets.i.posthog.com/")]
    public void A_host_past_the_proxy_or_of_another_region_is_found(string options, string proxies, string expected) =>
        Assert.Equal(expected, string.Join(' ', Found(options, proxies)));

    [Theory]
    [InlineData("api_host: '/t7k2'", "eu /t7k2")]
    [InlineData("api_host: '/t7k2', asset_host: '/t7k2'", "eu /t7k2")]
    [InlineData("api_host: '/t7k2', asset_host: '/vendor/posthog'", "eu /t7k2")]
    [InlineData("api_host: '/t7k2', asset_host: 'https://cdn.shop.example'", "eu /t7k2")]
    [InlineData("api_host: '/t7k2', asset_host: 'https://posthog.com'", "eu /t7k2")]
    [InlineData("api_host: '/t7k2', asset_host: HOST", "eu /t7k2")]
    [InlineData("api_host: '/t7k2', asset_host: ''", "eu /t7k2")]
    [InlineData("api_host: '/t7k2', asset_host: undefined, flags_api_host: null", "eu /t7k2")]
    [InlineData("api_host: '/t7k2', asset_host: dev ? 'https://eu-assets.i.posthog.com' : '/t7k2'", "eu /t7k2")]
    [InlineData("api_host: '/t7k2', asset_host: dev ? 'https://eu-assets.i.posthog.com' : undefined", "eu /t7k2")]
    [InlineData("api_host: '/t7k2', asset_host: env.ASSETS || 'https://eu-assets.i.posthog.com'", "eu /t7k2")]
    [InlineData("api_host: '/t7k2', asset_host: 'https://eu-assets.i.posthog.com'", "")]
    [InlineData("api_host: '/t7k2', asset_host: 'https://us-assets.i.posthog.com'", "own /t7k2")]
    [InlineData("api_host: 'https://posthog.shop.example', flags_api_host: 'https://us.i.posthog.com'", "own /t7k2")]
    [InlineData("api_host: 'https://e.shop.example', asset_host: 'https://eu-assets.i.posthog.com'", "eu /t7k2")]
    [InlineData("api_host: '/elsewhere', asset_host: 'https://eu-assets.i.posthog.com'", "eu /t7k2 +")]
    [InlineData("api_host: 'https://eu.i.posthog.com', asset_host: 'https://eu-assets.i.posthog.com'", "")]
    [InlineData("api_host: 'https://us.i.posthog.com', flags_api_host: 'https://us.i.posthog.com/'", "")]
    [InlineData("asset_host: 'https://us-assets.i.posthog.com'", "")]
    [InlineData("api_host: HOST, asset_host: 'https://eu-assets.i.posthog.com'", "")]
    [InlineData("api_host: '/t7k2', asset_host: 'https://eu-assets.i.posthog.com.evil.example'", "eu /t7k2")]
    [InlineData("api_host: '/t7k2', assets_host: 'https://eu-assets.i.posthog.com'", "eu /t7k2")]
    public void One_that_may_be_right_is_left_alone(string options, string proxies) => Assert.Empty(Found(options, proxies));

    private static List<string> Found(string options, string proxies)
    {
        var text = $"posthog.init('phc_1', {{ {options}, {Ui} }})";
        return [.. ClientRules
            .JudgeText(text, ClientLanguage.Script, ClientRulesTests.Proxies(proxies.TrimEnd('+')), !proxies.EndsWith('+'), "app.js", TestContext.Current.CancellationToken)
            .Where(finding => finding.Id == "PHX2010")
            .Select(finding => text.Substring(finding.Range!.Value.Start, finding.Range!.Value.Length))];
    }
}
