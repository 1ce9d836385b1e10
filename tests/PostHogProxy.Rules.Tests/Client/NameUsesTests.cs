using PostHogProxy.Rules.Client;

namespace PostHogProxy.Rules.Tests.Client;

public sealed class NameUsesTests
{
    [Theory]
    [InlineData("§a; f(§a); b.a; b?.a; { §a: 1 }; 'a'; `${§a}`; aa; §a.b")]
    [InlineData("b.a")]
    public void A_name_is_found_wherever_it_is_no_member(string marked)
    {
        var text = marked.Replace("§", "", StringComparison.Ordinal);
        var places = marked.Split('§')[..^1].Select((_, i) => string.Concat(marked.Split('§')[..(i + 1)]).Length);
        var tree = ScriptTokens.Tree(text);

        Assert.Equal(places, new NameUses(tree).Of("a").Select(use => tree[use].Start));
    }

    [Fact]
    public void A_name_that_is_used_more_than_twenty_times_is_followed_to_the_twentieth() =>
        Assert.Equal(20, new NameUses(ScriptTokens.Tree(string.Concat(Enumerable.Repeat("a; ", 30)))).Of("a").Count);
}
