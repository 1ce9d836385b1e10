using PostHogProxy.Rules.Client;

namespace PostHogProxy.Rules.Tests.Client;

/// <summary>
/// Which brackets belong together: each pair has a number, in the order of the opening ones, and one without a partner has a question mark.
/// </summary>
public sealed class ScriptBracketsTests
{
    [Theory]
    [InlineData("({[]})", "(1 {2 [3 ]3 }2 )1")]
    [InlineData("()[]{}", "(1 )1 [2 ]2 {3 }3")]
    [InlineData("`${`${({})}`}`", "`1 ${2 `3 ${4 (5 {6 }6 )5 }4 `3 }2 `1")]
    [InlineData("`a ${b} c ${d}`", "`1 ${2 }2 ${3 }3 `1")]
    [InlineData("<a b={c}>{d}</a>", "<1 {2 }2 >1 {3 }3")]
    [InlineData("<a/>", "<1 />1")]
    [InlineData("<a b={<i/>}/>", "<1 {2 <3 />3 }2 />1")]
    public void Each_closing_bracket_closes_the_last_one_open(string text, string pairs) => Assert.Equal(pairs, Pairs(text));

    [Theory]
    [InlineData("(", "(?")]
    [InlineData(")", ")?")]
    [InlineData("a) b()", ")? (1 )1")]
    [InlineData("} {}", "}? {1 }1")]
    [InlineData("{ ( }", "{1 (? }1")]
    [InlineData("{ ( [ }", "{1 (? [? }1")]
    [InlineData("{ ) }", "{1 )? }1")]
    [InlineData("( [ )", "(1 [? )1")]
    [InlineData("[ ( ]", "[1 (? ]1")]
    [InlineData("( ]", "(? ]?")]
    [InlineData("( { )", "(? {? )?")]
    [InlineData("( { ) }", "(? {1 )? }1")]
    [InlineData("( { ] } )", "(1 {2 ]? }2 )1")]
    [InlineData("( }", "(? }?")]
    [InlineData("( } )", "(1 }? )1")]
    [InlineData("{} ( } )", "{1 }1 (2 }? )2")]
    [InlineData("[ } ]", "[1 }? ]1")]
    [InlineData("`${ ( }`", "`1 ${2 (? }2 `1")]
    [InlineData("{ `${ a ` }", "{? `? ${? `?")]
    public void A_bracket_without_a_partner_leaves_the_others_theirs(string text, string pairs) => Assert.Equal(pairs, Pairs(text));

    /// <summary>The first of a generic type is taken for an element's.</summary>
    [Theory]
    [InlineData("f(x = <T extends U | V>(a) => a)", "(1 <? (2 )2 )1")]
    [InlineData("{ x = <a | b }", "{1 <? }1")]
    [InlineData("[ <a | b ]", "[1 <? ]1")]
    [InlineData("( <a | b )", "(1 <? )1")]
    [InlineData("<a | b", "<?")]
    [InlineData("<a | b )", "<? )?")]
    [InlineData("( [ <a | b )", "(1 [? <? )1")]
    [InlineData("<a b={<i }/>", "<1 {2 <? }2 />1")]
    [InlineData("<a b={ ( }/>", "<1 {2 (? }2 />1")]
    public void What_is_no_element_after_all_opens_nothing(string text, string pairs) => Assert.Equal(pairs, Pairs(text));

    [Theory]
    [InlineData("a", "a:")]
    [InlineData("a(b)", "a: (: b:( ):")]
    [InlineData("{ a: [b] }", "{: a:{ ::{ [:{ b:[ ]:{ }:")]
    [InlineData("`${a}`", "`: ${:` a:${ }:` `:")]
    [InlineData("<a b/>", "<: a:< b:< />:")]
    [InlineData("( { a ] b } c", "(: {:( a:{ ]:{ b:{ }:( c:(")]
    public void Each_token_knows_the_bracket_around_it(string text, string parents)
    {
        var tree = ScriptTokens.Tree(text);

        Assert.Equal(parents, string.Join(' ', Enumerable.Range(0, tree.Count).Select(i => $"{tree.Written(i)}:{(tree.Parent(i) < 0 ? "" : tree.Written(tree.Parent(i)))}")));
    }

    private static string Pairs(string text)
    {
        var tree = ScriptTokens.Tree(text);
        var numbers = new Dictionary<int, int>();
        var said = new List<string>();
        for (var i = 0; i < tree.Count; i++)
        {
            if (tree[i].Kind is TokenKind.Open or TokenKind.Close or TokenKind.TagOpen or TokenKind.TagEnd)
            {
                var partner = tree.Partner(i);
                var open = partner < i ? partner : i;
                if (partner > i)
                {
                    numbers[i] = numbers.Count + 1;
                }

                said.Add(tree.Written(i) + (partner < 0 ? "?" : $"{numbers[open]}"));
            }
        }

        return string.Join(' ', said);
    }
}
