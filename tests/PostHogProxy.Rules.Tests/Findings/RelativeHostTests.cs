using PostHogProxy.Rules.Client;
using PostHogProxy.Rules.Judging;

namespace PostHogProxy.Rules.Tests.Findings;

/// <summary>PHX2006 of an api_host without https://. Proxies are written as in <see cref="ClientRulesTests"/>.</summary>
public sealed class RelativeHostTests
{
    [Theory]
    [InlineData("eu.i.posthog.com", "", "https://eu.i.posthog.com")]
    [InlineData("us.i.posthog.com/", "", "https://us.i.posthog.com")]
    [InlineData("eu.i.posthog.com", "own /t7k2", "https://eu.i.posthog.com")]
    [InlineData("eu.posthog.com", "", "https://eu.i.posthog.com")]
    [InlineData("us-assets.i.posthog.com", "", "https://us.i.posthog.com")]
    [InlineData("shop.example/t7k2", "eu /t7k2", "/t7k2")]
    [InlineData("e.shop.example", "eu /@e.shop.example", "https://e.shop.example")]
    [InlineData("e.shop.example/", "eu /@*.shop.example", "https://e.shop.example")]
    [InlineData("e.shop.example/t7k2", "eu /t7k2@e.shop.example", "https://e.shop.example/t7k2")]
    public void What_the_browser_takes_for_a_path_of_the_page_is_found(string host, string proxies, string meant)
    {
        var finding = Assert.Single(Judge($"'{host}'", proxies));

        Assert.Equal(
            $"api_host '{host}' has no https:// before it, so the browser takes it for a path in the folder of each page. The app answers 4xx there, "
            + $"the SDK doesn't retry, and the events are lost. Write '{meant}'.",
            finding.ToString());
        Assert.Equal(meant, finding.Replacement);
    }

    [Theory]
    [InlineData("'/t7k2'", "eu /t7k2")]
    [InlineData("'//e.shop.example'", "eu /@e.shop.example")]
    [InlineData("'https://e.shop.example'", "eu /@e.shop.example")]
    [InlineData("'https://eu.i.posthog.com'", "")]
    [InlineData("'e.other.example'", "eu /@e.shop.example")]
    [InlineData("'e.shop.example'", "")]
    [InlineData("'e.shop.example'", "eu /t7k2")]
    [InlineData("'t7k2'", "")]
    [InlineData("'t7k2'", "eu /t7k2")]
    [InlineData("'api/t7k2'", "eu /api/t7k2")]
    [InlineData("'t7k2/e'", "eu /t7k2")]
    [InlineData("'__API_HOST__'", "eu /@*")]
    [InlineData("'YOUR-HOST'", "eu /@*")]
    [InlineData("'%POSTHOG_HOST%'", "eu /@*")]
    [InlineData("''", "eu /@*")]
    [InlineData("' '", "eu /t7k2")]
    [InlineData("HOST", "eu /t7k2")]
    [InlineData("HOST + 't7k2'", "eu /t7k2")]
    [InlineData("`${BASE}t7k2`", "eu /t7k2")]
    [InlineData("location.host + '/t7k2'", "eu /t7k2")]
    public void What_may_be_right_or_is_put_in_later_is_left_alone(string host, string proxies) => Assert.Empty(Judge(host, proxies));

    [Fact]
    public void Where_a_proxy_is_mapped_a_host_of_PostHogs_has_its_own_rule()
    {
        var text = "posthog.init('phc_1', { api_host: 'eu.i.posthog.com', ui_host: 'https://eu.posthog.com' })";

        Assert.Equal("PHX2005", Assert.Single(ClientRules.JudgeText(text, ClientLanguage.Script, ClientRulesTests.Proxies("eu /t7k2"), true, "app.js", TestContext.Current.CancellationToken)).Id);
    }

    [Fact]
    public void A_value_of_several_pieces_has_no_replacement() => Assert.Null(Assert.Single(Judge("'eu.i.' + 'posthog.com'", "")).Replacement);

    private static IEnumerable<Rules.Findings.Finding> Judge(string host, string proxies)
    {
        var text = $"posthog.init('phc_1', {{ api_host: {host}, ui_host: 'https://eu.posthog.com' }})";
        return ClientRules
            .JudgeText(text, ClientLanguage.Script, ClientRulesTests.Proxies(proxies.TrimEnd('+')), !proxies.EndsWith('+'), "app.js", TestContext.Current.CancellationToken)
            .Where(finding => finding.Id == "PHX2006");
    }
}
