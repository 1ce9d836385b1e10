using PostHogProxy.Rules.Blocking;
using PostHogProxy.Rules.Judging;

namespace PostHogProxy.Rules.Tests.Findings;

public sealed class BlockingWordsTests
{
    private static readonly ClientRequest Events = Request("/e/", RequestKinds.Xhr, "events");
    private static readonly ClientRequest Flags = Request("/flags/", RequestKinds.Xhr, "feature flags");
    private static readonly ClientRequest Surveys = Request("/static/surveys.js", RequestKinds.Script, "surveys");
    private static readonly ClientRequest Toolbar = Request("/static/toolbar.js", RequestKinds.Script, "the toolbar");
    private static readonly ClientRequest[] All = [Events, Flags, Surveys, Toolbar];

    [Fact]
    public void One_rule_is_said_with_its_list_its_day_what_it_stops_and_for_whom() =>
        Assert.Equal("the rule '/x/*' of A list (2026-08-22) stops events, for every posthog-js", Say(new Rule("/x/*", "2026-08-22", [Events])));

    [Fact]
    public void A_list_without_a_day_is_said_without_one() =>
        Assert.Equal("the rule '/x/*' of A list stops events, for every posthog-js", Say(new Rule("/x/*", null, [Events])));

    [Fact]
    public void Every_request_is_everything() =>
        Assert.Equal("the rule '/x/*' of A list stops everything, for every posthog-js", Say(new Rule("/x/*", null, All)));

    [Fact]
    public void Every_script_and_nothing_else_is_every_script() =>
        Assert.Equal("the rule '/x/*' of A list stops every script, for every posthog-js", Say(new Rule("/x/*", null, [Surveys, Toolbar])));

    [Fact]
    public void Some_scripts_are_named() =>
        Assert.Equal("the rule '/x/*' of A list stops surveys, for every posthog-js", Say(new Rule("/x/*", null, [Surveys])));

    [Fact]
    public void Every_script_and_a_call_are_named() =>
        Assert.Equal("the rule '/x/*' of A list stops events, surveys, the toolbar, for every posthog-js", Say(new Rule("/x/*", null, [Surveys, Toolbar, Events])));

    [Fact]
    public void What_is_stopped_under_any_path_counts_as_lost()
    {
        var verdict = new BlockingVerdict([Blocked(new("/x/*", null, []), Surveys)], [Blocked(new("/static/toolbar.js", null, []), Toolbar)]);

        Assert.Equal("the rule '/x/*' of A list stops every script, for every posthog-js", BlockingWords.Of(verdict, All));
    }

    [Fact]
    public void The_rule_that_stops_most_comes_first() => Assert.Equal(
        "the rule '/b/*' of A list stops events, feature flags, for every posthog-js; the rule '/a/*' of A list stops surveys, for every posthog-js",
        Say(new Rule("/a/*", null, [Surveys]), new Rule("/b/*", null, [Flags, Events])));

    [Theory]
    [InlineData(3, "")]
    [InlineData(4, ", and 1 more rule")]
    [InlineData(9, ", and 6 more rules")]
    public void Three_rules_are_said_and_the_others_counted(int rules, string more)
    {
        var said = Say([.. Enumerable.Range(0, rules).Select(i => new Rule($"/{i}/*", null, [Events]))]);

        Assert.Equal(
            string.Join("; ", Enumerable.Range(0, 3).Select(i => $"the rule '/{i}/*' of A list stops events, for every posthog-js")) + more,
            said);
    }

    [Theory]
    [InlineData(4, "a0, a1, a2, a3")]
    [InlineData(5, "a0, a1, a2, a3 and 1 more")]
    [InlineData(7, "a0, a1, a2, a3 and 3 more")]
    public void Four_losses_are_said_and_the_others_counted(int losses, string said)
    {
        ClientRequest[] lost = [.. Enumerable.Range(0, losses).Select(i => Request($"/{i}/", RequestKinds.Xhr, $"a{i}"))];

        Assert.Equal(
            $"the rule '/x/*' of A list stops {said}, for every posthog-js",
            BlockingWords.Of(new([.. lost.Select(request => Blocked(new("/x/*", null, []), request))], []), [.. lost, Events]));
    }

    [Theory]
    [InlineData(80, 80, "")]
    [InlineData(81, 79, "…")]
    [InlineData(500, 79, "…")]
    public void A_long_rule_is_shortened_to_80_characters(int length, int shown, string more)
    {
        var rule = "/" + new string('x', length - 1);

        Assert.Equal($"the rule '{rule[..shown]}{more}' of A list stops events, for every posthog-js", Say(new Rule(rule, null, [Events])));
    }

    private static string Say(params Rule[] rules) =>
        BlockingWords.Of(new([.. rules.SelectMany(rule => rule.Stopped.Select(request => Blocked(rule, request)))], []), All);

    private static BlockedRequest Blocked(Rule rule, ClientRequest request) => new(request, rule.Text, "A list", rule.Date, request.Loss, request.Clients);

    private static ClientRequest Request(string target, RequestKinds kind, string loss) => new(target, kind, "GET", loss, "every posthog-js");

    private sealed record Rule(string Text, string? Date, ClientRequest[] Stopped);
}
