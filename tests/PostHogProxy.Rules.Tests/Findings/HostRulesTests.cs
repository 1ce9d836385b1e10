using PostHogProxy.Rules.Findings;
using PostHogProxy.Rules.Judging;

namespace PostHogProxy.Rules.Tests.Findings;

public sealed class HostRulesTests
{
    [Theory]
    [InlineData("posthog.shop.example", "'://posthog.$script'", "stops every script")]
    [InlineData("POSTHOG.shop.example:443", "'://posthog.$script'", "stops every script")]
    [InlineData("matomo.shop.example", "'://matomo.'", "stops everything")]
    [InlineData("client.rum.shop.example", "'://client.rum.'", "stops everything")]
    [InlineData("ads.shop.example", "'://ads.$~image,~xmlhttprequest'", "posthog-js itself")]
    public void A_blocked_host_is_PHX1001(string host, string rule, string loss)
    {
        var finding = Assert.Single(HostRules.Judge(host, [], "Program.cs"));

        Assert.Equal(("PHX1001", FindingSeverity.Warning, "Program.cs"), (finding.Id, finding.Severity, finding.Where));
        Assert.Contains(rule, finding.Message, StringComparison.Ordinal);
        Assert.Contains(loss, finding.Message, StringComparison.Ordinal);
        Assert.NotNull(finding.Fix);
    }

    [Theory]
    [InlineData("analytics.shop.example")]
    [InlineData("telemetry.shop.example")]
    [InlineData("stat.shop.example")]
    [InlineData("Stats.shop.example")]
    [InlineData("beacon.shop.example")]
    [InlineData("pixel.shop.example")]
    [InlineData("count.shop.example")]
    public void A_label_that_only_a_chosen_DNS_list_refuses_is_an_info(string host)
    {
        var finding = Assert.Single(HostRules.Judge(host, [], "w"));

        Assert.Equal(("PHX1002", FindingSeverity.Info), (finding.Id, finding.Severity));
        Assert.Contains("DNS list", finding.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("e.shop.example")]
    [InlineData("t.shop.example")]
    [InlineData("ph.shop.example")]
    [InlineData("hog.shop.example")]
    [InlineData("metrics.shop.example")]
    [InlineData("data.shop.example")]
    [InlineData("shop.example")]
    [InlineData("my-posthog.shop.example")]
    [InlineData("shop.posthog.example")]
    [InlineData("rum.shop.example")]
    [InlineData("*.shop.example")]
    [InlineData("*:443")]
    [InlineData("posthog.*.example")]
    [InlineData("posthog.{tenant}.example")]
    [InlineData(".posthog")]
    [InlineData("localhost:5001")]
    [InlineData("127.0.0.1")]
    [InlineData("[::1]:5001")]
    [InlineData("posthog")]
    [InlineData("")]
    [InlineData("https://posthog.shop.example")]
    public void Nothing_is_said_of_another_host(string host) => Assert.Empty(HostRules.Judge(host, [], "w"));
}
