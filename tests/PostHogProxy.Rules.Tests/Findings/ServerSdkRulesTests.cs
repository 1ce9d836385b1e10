using PostHogProxy.Rules.Findings;
using PostHogProxy.Rules.Judging;
using PostHogProxy.Rules.Settings;

namespace PostHogProxy.Rules.Tests.Findings;

/// <summary>PHX3001 to PHX3003: what PostHog's .NET SDK makes of its section. Proxies are written as in <see cref="ClientRulesTests"/>.</summary>
public sealed class ServerSdkRulesTests
{
    [Theory]
    [InlineData("/t7k2", "eu /t7k2", "https://eu.i.posthog.com")]
    [InlineData("/T7K2/", "us /t7k2", "https://us.i.posthog.com")]
    [InlineData("https://shop.example/t7k2", "eu /t7k2", "https://eu.i.posthog.com")]
    [InlineData("http://localhost:5000/t7k2/", "eu /t7k2", "https://eu.i.posthog.com")]
    [InlineData("/b", "us /a, eu /b", "https://eu.i.posthog.com")]
    public void A_HostUrl_that_is_the_proxys_path_is_PHX3002(string url, string proxies, string cure)
    {
        var text = $$"""{ "PostHog": { "HostUrl": "{{url}}" } }""";

        var finding = Assert.Single(Judge(text, proxies));

        Assert.Equal(("PHX3002", "appsettings.json"), (finding.Id, finding.Where));
        Assert.Contains($"'{url}'", finding.Message, StringComparison.Ordinal);
        Assert.Equal(Place(text, $"\"{url}\""), finding.Range);
        Assert.Equal($"\"{cure}\"", finding.Replacement);
        Assert.Contains($"\"{cure}\"", finding.Fix, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/t7k2", "takes an absolute URL only, and sends to us.i.posthog.com.")]
    [InlineData("https://shop.example/t7k2", "drops the path and sends to the app itself.")]
    public void PHX3002_says_where_the_SDK_sends_instead(string url, string what) =>
        Assert.EndsWith($"but the .NET SDK {what}", Assert.Single(Judge($$"""{ "PostHog": { "HostUrl": "{{url}}" } }""", "eu /t7k2")).Message, StringComparison.Ordinal);

    [Fact]
    public void A_proxy_whose_region_is_not_known_gives_no_address_to_write()
    {
        var finding = Assert.Single(Judge("""{ "PostHog": { "HostUrl": "/t7k2" } }""", "? /t7k2"));

        Assert.Equal("PHX3002", finding.Id);
        Assert.Null(finding.Replacement);
        Assert.EndsWith("Write the address of PostHog itself.", finding.Fix, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/other")]
    [InlineData("/t7k2/e")]
    [InlineData("t7k2")]
    [InlineData("//shop.example/t7k2")]
    [InlineData("x")]
    [InlineData("")]
    [InlineData("https://shop.example")]
    [InlineData("https://shop.example/")]
    [InlineData("https://posthog.shop.example/other")]
    [InlineData("https://eu.i.posthog.com/t7k2")]
    [InlineData("https://eu.i.posthog.com")]
    public void Another_HostUrl_is_left_alone(string url) => Assert.Empty(Judge($$"""{ "PostHog": { "HostUrl": "{{url}}" } }""", "eu /t7k2"));

    [Fact]
    public void A_proxy_at_the_root_has_no_path_that_the_SDK_could_drop() =>
        Assert.Empty(Judge("""{ "PostHog": { "HostUrl": "https://e.shop.example/" } }""", "eu /@e.shop.example"));

    [Theory]
    [InlineData("https://us.i.posthog.com", "eu /t7k2", "https://eu.i.posthog.com", "Eu")]
    [InlineData("https://eu.i.posthog.com/", "us /a, us /b", "https://us.i.posthog.com", "Us")]
    public void A_HostUrl_of_another_region_than_every_proxy_is_PHX3001(string url, string proxies, string cure, string region)
    {
        var text = $$"""{ "PostHog": { "HostUrl": "{{url}}" } }""";

        var finding = Assert.Single(Judge(text, proxies));

        Assert.Equal(("PHX3001", "appsettings.json", $"\"{cure}\""), (finding.Id, finding.Where, finding.Replacement));
        Assert.Equal(Place(text, $"\"{url}\""), finding.Range);
        Assert.Contains($"events to {region}", finding.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("us /a, eu /b")]
    [InlineData("eu /b, us /a")]
    [InlineData("eu /a, ? /b")]
    [InlineData("? /b")]
    [InlineData("own /a")]
    [InlineData("")]
    public void A_region_that_some_proxy_may_have_is_left_alone(string proxies) =>
        Assert.Empty(Judge("""{ "PostHog": { "HostUrl": "https://us.i.posthog.com" } }""", proxies));

    [Fact]
    public void A_region_is_not_judged_where_there_may_be_more_proxies()
    {
        Assert.Empty(Judge("""{ "PostHog": { "HostUrl": "https://us.i.posthog.com" } }""", "eu /t7k2", allKnown: false));
        Assert.Equal("PHX3002", Assert.Single(Judge("""{ "PostHog": { "HostUrl": "/t7k2" } }""", "eu /t7k2", allKnown: false)).Id);
    }

    [Theory]
    [InlineData("""{ "PostHog": { "Host": "https://eu.i.posthog.com" } }""", "\"Host\"", "\"HostUrl\"", "not to 'https://eu.i.posthog.com'")]
    [InlineData("""{ "PostHog": { "host": "https://posthog.shop.example" } }""", "\"host\"", "\"HostUrl\"", "not to 'https://posthog.shop.example'")]
    [InlineData("""{ "PostHog:Host": "https://eu.i.posthog.com" }""", "\"PostHog:Host\"", "\"PostHog:HostUrl\"", "not to 'https://eu.i.posthog.com'")]
    [InlineData("""{ "PostHog": { "Host": "https://us.i.posthog.com" } }""", "\"Host\"", "\"HostUrl\"", "only because that is its default")]
    public void A_Host_that_the_SDK_does_not_read_is_PHX3003(string text, string place, string cure, string what)
    {
        var finding = Assert.Single(Judge(text, ""));

        Assert.Equal(("PHX3003", "appsettings.json", cure), (finding.Id, finding.Where, finding.Replacement));
        Assert.Equal(Place(text, place), finding.Range);
        Assert.Contains(what, finding.Message, StringComparison.Ordinal);
        Assert.Contains("us.i.posthog.com", finding.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{ "PostHog": { "Host": "https://eu.i.posthog.com", "HostUrl": "https://eu.i.posthog.com" } }""")]
    [InlineData("""{ "PostHog": { "Host": { "Name": "x" } } }""")]
    [InlineData("""{ "PostHog": { "HostUrl": null } }""")]
    [InlineData("""{ "PostHog": { } }""")]
    [InlineData("""{ "Other": { "Host": "https://eu.i.posthog.com", "HostUrl": "/t7k2" } }""")]
    public void Another_section_or_a_Host_beside_its_HostUrl_is_left_alone(string text) => Assert.Empty(Judge(text, "eu /t7k2"));

    [Fact]
    public void A_Host_that_the_app_may_read_itself_is_left_alone() =>
        Assert.Empty(Judge("""{ "PostHog": { "Host": "https://eu.i.posthog.com" } }""", "", hostIsRead: true));

    private static List<Finding> Judge(string text, string proxies, bool allKnown = true, bool hostIsRead = false) =>
        [.. ServerSdkRules.Judge(
            SettingsFile.Read(text, "appsettings.json", TestContext.Current.CancellationToken)!, ClientRulesTests.Proxies(proxies), allKnown, hostIsRead)];

    private static TextRange Place(string text, string part) => new(text.LastIndexOf(part, StringComparison.Ordinal), part.Length);
}
