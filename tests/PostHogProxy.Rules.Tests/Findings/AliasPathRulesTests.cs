using PostHogProxy.Rules.Blocking;
using PostHogProxy.Rules.Findings;
using PostHogProxy.Rules.Judging;

namespace PostHogProxy.Rules.Tests.Findings;

/// <summary>What a blocked path means where the pages ask under aliases. /tracking/events is blocked whatever follows it; /ingest and /segment only before PostHog's own names.</summary>
public sealed class AliasPathRulesTests
{
    [Theory]
    [InlineData("/tracking/events", PathAliasMode.On, " Pages with aliases are blocked too.")]
    [InlineData("/ingest", PathAliasMode.On, " Pages with aliases aren't blocked.")]
    [InlineData("/segment", PathAliasMode.On, " Pages with aliases aren't blocked.")]
    [InlineData("/tracking/events", PathAliasMode.Off, "posthog-js.")]
    [InlineData("/ingest", PathAliasMode.Off, "1.391.3.")]
    public void Beside_PostHogs_own_names_it_is_PHX1001_and_says_what_becomes_of_aliases(string path, PathAliasMode aliases, string end)
    {
        var finding = Assert.Single(Judge(path, aliases));

        Assert.Equal("PHX1001", finding.Id);
        Assert.StartsWith($"Blockers stop requests of posthog-js under '{path}': ", finding.Message, StringComparison.Ordinal);
        Assert.EndsWith(end, finding.Message, StringComparison.Ordinal);
        Assert.Equal(PathSuggestions.For("Shop", []), finding.Replacement);
    }

    [Fact]
    public void Under_aliases_alone_it_is_PHX1001_where_they_are_blocked()
    {
        var finding = Assert.Single(Judge("/tracking/events", PathAliasMode.Only));

        Assert.Equal("PHX1001", finding.Id);
        Assert.StartsWith("Blockers stop requests of posthog-js under '/tracking/events', under aliases too: the rule '/tracking/events/*'", finding.Message, StringComparison.Ordinal);
        Assert.Contains("stops everything", finding.Message, StringComparison.Ordinal);
        Assert.Equal(PathSuggestions.For("Shop", []), finding.Replacement);
    }

    [Theory]
    [InlineData("/ingest")]
    [InlineData("/segment")]
    [InlineData("/k3fw")]
    [InlineData("/")]
    public void Under_aliases_alone_nothing_is_said_where_they_pass(string path) => Assert.Empty(Judge(path, PathAliasMode.Only));

    [Fact]
    public void An_obvious_name_is_obvious_under_aliases_too() => Assert.Equal("PHX1002", Assert.Single(Judge("/analytics", PathAliasMode.Only)).Id);

    private static IReadOnlyList<Finding> Judge(string path, PathAliasMode aliases) => PathRules.Judge(path, aliases, [], "Program.cs", "Shop");
}
