using PostHogProxy.Rules.Client;
using PostHogProxy.Rules.Findings;
using PostHogProxy.Rules.Judging;

namespace PostHogProxy.Rules.Tests.Findings;

/// <summary>PHX2006 of an api_host without https://. Proxies are written as in <see cref="ClientRulesTests"/>.</summary>
public sealed class RelativeHostTests
{
    private const string Path = "takes it for a path relative to the page. The app answers 4xx there, the SDK doesn't retry";
    private const string Scheme = "takes what stands before the ':' for a scheme. No request reaches the app";

    [Theory]
    [InlineData("eu.i.posthog.com", "", Path, "https://eu.i.posthog.com")]
    [InlineData("us.i.posthog.com/", "", Path, "https://us.i.posthog.com")]
    [InlineData("eu.i.posthog.com", "own /t7k2", Path, "https://eu.i.posthog.com")]
    [InlineData("eu.posthog.com", "", Path, "https://eu.i.posthog.com")]
    [InlineData("us-assets.i.posthog.com", "", Path, "https://us.i.posthog.com")]
    [InlineData("eu.i.posthog.com", "eu /t7k2", Path, "/t7k2")]
    [InlineData("us.i.posthog.com", "eu /t7k2", Path, "/t7k2")]
    [InlineData("us.i.posthog.com", "eu /a, us /b", Path, "/b")]
    [InlineData("us.i.posthog.com", "us /a, us /b", Path, "https://us.i.posthog.com")]
    [InlineData("eu.i.posthog.com/static?x=//y", "", Path, "https://eu.i.posthog.com")]
    [InlineData("eu.i.posthog.com:443", "", Scheme, "https://eu.i.posthog.com")]
    [InlineData("shop.example/t7k2", "eu /t7k2", Path, "/t7k2")]
    [InlineData("localhost:5000/t7k2", "eu /t7k2", Scheme, "/t7k2")]
    [InlineData("e.shop.example", "eu /@e.shop.example", Path, "https://e.shop.example")]
    [InlineData("e.shop.example/", "eu /@*.shop.example", Path, "https://e.shop.example")]
    [InlineData("e.shop.example/t7k2", "eu /t7k2@e.shop.example", Path, "https://e.shop.example/t7k2")]
    [InlineData("e.shop.example/t7k2", "eu /t7k2, us /t7k2@e.shop.example", Path, "https://e.shop.example/t7k2")]
    [InlineData("shop.example/t7k2", "eu /t7k2 +", Path, "/t7k2")]
    public void What_the_browser_takes_for_a_path_or_a_scheme_is_found(string host, string proxies, string what, string meant)
    {
        var finding = Assert.Single(Judge($"'{host}'", proxies));

        Assert.Equal($"api_host '{host}' has no https:// before it, so the browser {what}, and the events are lost. Write '{meant}'.", finding.ToString());
        Assert.Equal(meant, finding.Replacement);
    }

    [Theory]
    [InlineData("posthog.com")]
    [InlineData("internal-j.posthog.com")]
    public void Where_the_region_is_not_known_both_are_named(string host)
    {
        var finding = Assert.Single(Judge($"'{host}'", ""));

        Assert.Equal("Write 'https://us.i.posthog.com' or 'https://eu.i.posthog.com', whichever region the project is in.", finding.Fix);
        Assert.Null(finding.Replacement);
    }

    [Theory]
    [InlineData("'/t7k2'", "eu /t7k2")]
    [InlineData("'//e.shop.example'", "eu /@e.shop.example")]
    [InlineData("'https://e.shop.example'", "eu /@e.shop.example")]
    [InlineData("' https://e.shop.example/ '", "eu /@e.shop.example")]
    [InlineData("'https://eu.i.posthog.com'", "")]
    [InlineData("'e.other.example'", "eu /@e.shop.example")]
    [InlineData("'e.shop.example'", "")]
    [InlineData("'e.shop.example'", "eu /t7k2")]
    [InlineData("location.host + '/t7k2'", "eu /t7k2")]
    public void What_may_be_right_is_left_alone(string host, string proxies) => Assert.Empty(Judge(host, proxies));

    [Fact]
    public void It_comes_before_the_region_and_the_way_around_the_proxy() =>
        Assert.Equal(["PHX2006"], All("'us.i.posthog.com'", "eu /t7k2").Select(finding => finding.Id));

    [Fact]
    public void A_value_of_several_pieces_has_no_replacement() => Assert.Null(Assert.Single(Judge("'eu.i.' + 'posthog.com'", "")).Replacement);

    private static IEnumerable<Finding> Judge(string host, string proxies) => All(host, proxies).Where(finding => finding.Id == "PHX2006");

    private static IReadOnlyList<Finding> All(string host, string proxies) => ClientRules.JudgeText(
        $"posthog.init('phc_1', {{ api_host: {host}, ui_host: 'https://eu.posthog.com' }})",
        ClientLanguage.Script,
        ClientRulesTests.Proxies(proxies.TrimEnd('+')),
        !proxies.EndsWith('+'),
        "app.js",
        TestContext.Current.CancellationToken);
}
