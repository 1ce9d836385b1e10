using System.Text.RegularExpressions;
using CsCheck;
using PostHogProxy.Rules.Blocking;
using PostHogProxy.Rules.Judging;
using PostHogProxy.Rules.Routes;

namespace PostHogProxy.Rules.Tests.Blocking;

public sealed class PathSuggestionsTests
{
    private static readonly IReadOnlyList<FilterList> Lists = PublishedLists.AreHere ? PublishedLists.All : [];

    // Written down once: another value would change every app's proposal from one version to the next.
    [Theory]
    [InlineData("Shop", "/z3vdb")]
    [InlineData("Shop", "/z3vdb", "/relay/*")]
    public void An_app_gets_the_same_proposal_in_every_build(string seed, string path, string list = "") =>
        Assert.Equal(path, PathSuggestions.For(seed, list.Length == 0 ? [] : [FilterList.Parse(list, "x")]));

    [Fact]
    public void A_proposal_is_short_no_word_can_be_mapped_and_has_no_finding() =>
        Gen.String.Sample(seed =>
        {
            foreach (var path in PathSuggestions.Stream(seed, Lists).Take(3))
            {
                Assert.Matches(new Regex("^/[bcdfghj-np-tv-xz][2-9][b-df-hj-np-tv-xz]{2}[b-df-hj-np-tv-xz2-9]$"), path);
                Assert.Null(ProxyPath.Problem(path));
                Assert.Empty(PathRules.Judge(path, Lists, "w", seed));
            }
        });

    [Fact]
    public void Apps_get_proposals_of_their_own() =>
        Assert.InRange(Enumerable.Range(0, 1_000).Select(i => PathSuggestions.For("App" + i, [])).Distinct().Count(), 995, 1_000);

    [Fact]
    public void A_blocked_proposal_makes_way_for_the_next()
    {
        var proposals = PathSuggestions.Stream("Shop", []).Take(3).ToList();
        var list = FilterList.Parse($"{proposals[0]}/*\n{proposals[1]}/*$script", "x");

        Assert.Equal(proposals[2], PathSuggestions.For("Shop", [list]));
    }

    [Fact]
    public void A_list_that_blocks_every_proposal_does_not_keep_the_compiler()
    {
        // Names of this shape, but none of those that verdicts are compared with.
        var list = FilterList.Parse("""/^https:\/\/[^\/]+\/[a-z][2-9][a-z]{2}[a-z2-9]\//""", "x");

        Assert.Empty(PathSuggestions.Stream("Shop", [list]));
        Assert.Equal("/z3vdb", PathSuggestions.For("Shop", [list]));
    }
}
