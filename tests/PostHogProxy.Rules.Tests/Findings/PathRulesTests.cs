using PostHogProxy.Rules.Blocking;
using PostHogProxy.Rules.Findings;
using PostHogProxy.Rules.Judging;

namespace PostHogProxy.Rules.Tests.Findings;

public sealed class PathRulesTests
{
    // path, the rule that is named, its list and day, what stops, for whom
    [Theory]
    [InlineData("/tracking/events", "'/tracking/events/*'", "EasyPrivacy (2026-08-22)", "stops everything", "for every posthog-js")]
    [InlineData("/shop/Tracking/Events", "'/tracking/events/*'", "EasyPrivacy (2026-08-22)", "stops everything", "for every posthog-js")]
    [InlineData("/ingest", "'/ingest/*^ip='", "uBlock filters – Privacy (2026-08-22)", "stops events, session replay, feature flags, surveys and 2 more", "for posthog-js up to 1.391.3")]
    [InlineData("/matomo", "'/matomo/*$script'", "EasyPrivacy (2026-08-22)", "stops every script", "for every posthog-js")]
    [InlineData("/_blazor", "'/_blazor/*$ping'", "EasyPrivacy (2026-08-22)", "stops events, session replay", "for every posthog-js")]
    [InlineData("/segment", "'/segment/api/*'", "EasyPrivacy (2026-08-22)", "surveys", "for every posthog-js")]
    [InlineData("/s", "'/s/array/phc_*/config$script,xhr,1p'", "uBlock filters – Privacy (2026-08-22)", "stops remote config", "for every posthog-js")]
    [InlineData("/posthog/ingest", "'/posthog/ingest/*'", "AdGuard Tracking Protection filter (2026-03-20)", "stops everything", "for every posthog-js")]
    [InlineData("/tracking-pixel", "'/tracking-pixel/*'", "AdGuard Tracking Protection filter (2026-03-20)", "stops everything", "for every posthog-js")]
    [InlineData("/analytics/event", "'/analytics/event'", "EasyPrivacy (2026-08-22)", "stops everything", "for every posthog-js")]
    public void A_blocked_path_is_PHX1001_with_rule_list_day_loss_and_clients(string path, string rule, string list, string loss, string clients)
    {
        var finding = Assert.Single(Judge(path));

        Assert.Equal("PHX1001", finding.Id);
        Assert.Equal(FindingSeverity.Warning, finding.Severity);
        Assert.All((string[])[$"'{path}'", rule, list, loss, clients], part => Assert.Contains(part, finding.Message, StringComparison.Ordinal));
        AssertProposes(finding);
    }

    [Theory]
    [InlineData("/analytics", "analytics")]
    [InlineData("/tracking", "tracking")]
    [InlineData("/Telemetry", "Telemetry")]
    [InlineData("/posthog", "posthog")]
    [InlineData("/api/analytics", "analytics")]
    [InlineData("/posthog/x", "posthog")]
    public void An_obvious_name_is_PHX1002_which_says_that_nobody_blocks_it_yet(string path, string name)
    {
        var finding = Assert.Single(Judge(path));

        Assert.Equal("PHX1002", finding.Id);
        Assert.Equal(FindingSeverity.Warning, finding.Severity);
        Assert.Contains($"'{name}'", finding.Message, StringComparison.Ordinal);
        Assert.Contains("No filter list of uBlock Origin, AdGuard or Brave (as of 2026-08-22) blocks", finding.Message, StringComparison.Ordinal);
        AssertProposes(finding);
    }

    [Theory]
    [InlineData("/relay")]
    [InlineData("/k3fw")]
    [InlineData("/Ingest-X1")]
    [InlineData("/data")]
    [InlineData("/t7k2")]
    [InlineData("/my-ingest")]
    [InlineData("/ingest2")]
    [InlineData("/k3fw/x")]
    [InlineData("/track")]
    [InlineData("/events")]
    [InlineData("/collect")]
    [InlineData("/ph")]
    [InlineData("/metrics")]
    [InlineData("/my-analytics")]
    [InlineData("/analytics2")]
    [InlineData("/posthog-x")]
    [InlineData("/s/x")]
    [InlineData("/")]
    [InlineData("")]
    [InlineData("/ingest/")]
    [InlineData("ingest")]
    [InlineData("/{x}/ingest")]
    [InlineData("/analytics?x=1")]
    [InlineData("https://shop.example/ingest")]
    public void Nothing_is_said_of_a_good_path_nor_of_one_that_cannot_be_mapped(string path) => Assert.Empty(Judge(path));

    [Fact]
    public void A_given_list_speaks_for_itself_and_the_table_for_the_others()
    {
        var list = FilterList.Parse("! Title: Shop list\n! Last modified: Tue, 01 Dec 2026 10:00:00 +0000\n/relay/*$xhr\n", "x");

        var blocked = Assert.Single(PathRules.Judge("/relay", [list], "w", "Shop"));
        Assert.Contains("the rule '/relay/*$xhr' of Shop list (2026-12-01) stops events", blocked.Message, StringComparison.Ordinal);
        Assert.Equal("PHX1001", Assert.Single(PathRules.Judge("/ingest", [list], "w", "Shop")).Id);
        Assert.Contains("Shop list of 2026-12-01", Assert.Single(PathRules.Judge("/analytics", [list], "w", "Shop")).Message, StringComparison.Ordinal);
        Assert.Empty(PathRules.Judge("/data", [list], "w", "Shop"));
    }

    [Fact]
    public void A_message_stays_short_whatever_the_list_holds()
    {
        var rules = string.Join('\n', Enumerable.Range(0, 50).Select(i => $"/relay/*{ClientRequests.All[i].Target.Split('?')[0]}$domain=~{new string('x', 500)}.example"));

        Assert.InRange(Assert.Single(PathRules.Judge("/relay", [FilterList.Parse(rules, "x")], "w", "Shop")).Message.Length, 100, 800);
    }

    private static IReadOnlyList<Finding> Judge(string path) => PathRules.Judge(path, [], "Program.cs", "Shop");

    private static void AssertProposes(Finding finding)
    {
        Assert.Equal("Program.cs", finding.Where);
        Assert.Equal(PathSuggestions.For("Shop", []), finding.Replacement);
        Assert.Contains($"\"{finding.Replacement}\"", finding.Fix, StringComparison.Ordinal);
    }
}
