using PostHogProxy.Rules.Hosts;

namespace PostHogProxy.Rules.Tests.Hosts;

public sealed class PostHogHostTests
{
    // Typed from the table of hosts in the facts, not from the code.
    [Theory]
    [InlineData("us.i.posthog.com", "Ingest", PostHogRegion.Us)]
    [InlineData("eu.i.posthog.com", "Ingest", PostHogRegion.Eu)]
    [InlineData("us-assets.i.posthog.com", "Assets", PostHogRegion.Us)]
    [InlineData("eu-assets.i.posthog.com", "Assets", PostHogRegion.Eu)]
    [InlineData("us.posthog.com", "App", PostHogRegion.Us)]
    [InlineData("eu.posthog.com", "App", PostHogRegion.Eu)]
    [InlineData("app.posthog.com", "Legacy", PostHogRegion.Us)]
    [InlineData("us-proxy-direct.i.posthog.com", "Legacy", PostHogRegion.Us)]
    [InlineData("eu-proxy-direct.i.posthog.com", "Legacy", PostHogRegion.Eu)]
    [InlineData("internal-j.posthog.com", "Legacy", null)]
    [InlineData("posthog.com", "Website", null)]
    [InlineData("www.posthog.com", "Website", null)]
    [InlineData("EU.I.PostHog.com", "Ingest", PostHogRegion.Eu)]
    [InlineData("eu.i.posthog.com.", "Ingest", PostHogRegion.Eu)]
    [InlineData("notposthog.com", "Foreign", null)]
    [InlineData("eu.i.posthog.com.evil.example", "Foreign", null)]
    [InlineData("posthog.shop.example", "Foreign", null)]
    [InlineData("", "Foreign", null)]
    public void A_host_is_what_the_facts_say(string host, string kind, PostHogRegion? region)
    {
        var judged = PostHogHost.Of(host);

        Assert.Equal(kind, judged.Kind.ToString());
        Assert.Equal(region, judged.Region);
    }

    [Theory]
    [InlineData("https://eu.i.posthog.com", "Ingest")]
    [InlineData("https://eu.i.posthog.com:443/e/?x=1", "Ingest")]
    [InlineData("//eu-assets.i.posthog.com/static/array.js", "Assets")]
    [InlineData(" us.posthog.com ", "App")]
    [InlineData("us.posthog.com:443", "App")]
    [InlineData("/ingest-x1", "Foreign")]
    [InlineData("", "Foreign")]
    [InlineData("https://shop.example/eu.i.posthog.com", "Foreign")]
    [InlineData("https://eu.i.posthog.com@shop.example/", "Foreign")]
    public void A_url_is_judged_by_its_host(string url, string kind) =>
        Assert.Equal(kind, PostHogHost.OfUrl(url).Kind.ToString());

    [Fact]
    public void A_forgotten_region_is_no_region() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => RegionHosts.Of(default));
}
