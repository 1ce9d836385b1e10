using PostHogProxy.Rules.Client;

namespace PostHogProxy.Rules.Tests.Client;

/// <summary>How a reader steps through the tokens, and what it asks of them.</summary>
public sealed class ScriptTreeTests
{
    [Theory]
    [InlineData("a, b", "a , b")]
    [InlineData("f(a, b), c", "f ( , c")]
    [InlineData("(a)(b)", "( (")]
    [InlineData("a: { b: [c] }, d: e", "a : { , d : e")]
    [InlineData("`a ${b}` + c", "` + c")]
    [InlineData("( a", "( a")]
    [InlineData("a ) b", "a ) b")]
    [InlineData("<a b/> c", "< c")]
    public void The_next_on_a_level_is_behind_what_is_in_brackets(string text, string level)
    {
        var tree = ScriptTokens.Tree(text);
        var seen = new List<string>();
        for (var i = 0; i < tree.Count; i = tree.After(i))
        {
            seen.Add(tree.Written(i));
        }

        Assert.Equal(level, string.Join(' ', seen));
    }

    [Theory]
    [InlineData("a, b", "b , a")]
    [InlineData("c, f(a, b)", "( f , c")]
    [InlineData("(a)(b)", "( (")]
    [InlineData("a: { b: [c] }, d: e", "e : d , { : a")]
    [InlineData("a )", ") a")]
    [InlineData("( a", "a (")]
    [InlineData("() a", "a (")]
    public void The_last_one_on_a_level_is_before_what_is_in_brackets(string text, string level)
    {
        var tree = ScriptTokens.Tree(text);
        var seen = new List<string>();
        for (var i = tree.Before(tree.Count); i >= 0; i = tree.Before(i))
        {
            seen.Add(tree.Written(i));
        }

        Assert.Equal(level, string.Join(' ', seen));
    }

    [Theory]
    [InlineData("init", "init", true)]
    [InlineData("init", "inits", false)]
    [InlineData("init", "ini", false)]
    [InlineData("init", "Init", false)]
    [InlineData("?.", "?.", true)]
    [InlineData("{", "{", true)]
    [InlineData("'a'", "'a'", true)]
    [InlineData("/a/", "/a/", false)]
    [InlineData("⟨(⟩", "(", false)]
    [InlineData("", "init", false)]
    public void A_token_is_what_is_written_and_a_hole_is_nothing(string text, string wanted, bool isIt) =>
        Assert.Equal(isIt, ScriptTokens.Tree(text).Is(0, wanted));

    [Theory]
    [InlineData(-1)]
    [InlineData(1)]
    [InlineData(7)]
    public void Where_there_is_no_token_nothing_stands(int index)
    {
        var tree = ScriptTokens.Tree("posthog");

        Assert.False(tree.Is(index, "posthog"));
        Assert.False(tree.IsName(index, "posthog"));
        Assert.False(tree.IsAnyName(index, ["posthog"]));
        Assert.False(tree.NameHas(index, "posthog"));
        Assert.False(tree.IsDot(index));
        Assert.False(tree.IsAssignment(index));
        Assert.False(tree.IsKind(index, TokenKind.Name));
    }

    [Theory]
    [InlineData("init", true)]
    [InlineData("'init'", false)]
    [InlineData("other", false)]
    public void A_name_is_no_string(string text, bool isName)
    {
        Assert.Equal(isName, ScriptTokens.Tree(text).IsName(0, "init"));
        Assert.Equal(isName, ScriptTokens.Tree(text).IsAnyName(0, ["init", "start"]));
    }

    [Theory]
    [InlineData("posthog", true)]
    [InlineData("usePostHogClient", true)]
    [InlineData("POSTHOG_KEY", true)]
    [InlineData("post", false)]
    [InlineData("'posthog'", false)]
    [InlineData("post.hog", false)]
    public void A_name_may_hold_a_word_in_any_case(string text, bool has) => Assert.Equal(has, ScriptTokens.Tree(text).NameHas(0, "posthog"));

    [Theory]
    [InlineData("env.POSTHOG_KEY", true)]
    [InlineData("env['posthog-key']", true)]
    [InlineData("posthogKey", true)]
    [InlineData("env.key, posthog", false)]
    [InlineData("a + /posthog/", false)]
    [InlineData("a + b", false)]
    public void Some_tokens_may_hold_a_word_in_a_name_or_a_string(string text, bool has)
    {
        var tree = ScriptTokens.Tree(text);
        var end = Enumerable.Range(0, tree.Count).FirstOrDefault(i => tree.Is(i, ","), tree.Count);

        Assert.Equal(has, tree.TextHas(0, end, "posthog"));
    }

    [Theory]
    [InlineData("=", true)]
    [InlineData("+=", true)]
    [InlineData("-=", true)]
    [InlineData("*=", true)]
    [InlineData("/=", true)]
    [InlineData("||=", true)]
    [InlineData("&&=", true)]
    [InlineData("??=", true)]
    [InlineData("<<=", true)]
    [InlineData(">>=", true)]
    [InlineData(">>>=", true)]
    [InlineData("==", false)]
    [InlineData("===", false)]
    [InlineData("!=", false)]
    [InlineData("!==", false)]
    [InlineData("<=", false)]
    [InlineData(">=", false)]
    [InlineData("=>", false)]
    [InlineData("+", false)]
    [InlineData("'='", false)]
    [InlineData("b", false)]
    public void What_assigns_is_told_from_what_compares(string sign, bool assigns) => Assert.Equal(assigns, ScriptTokens.Tree("a " + sign).IsAssignment(1));

    [Theory]
    [InlineData("a.b", true)]
    [InlineData("a?.b", true)]
    [InlineData("a ? b", false)]
    [InlineData("a, b", false)]
    [InlineData("a ... b", false)]
    public void A_member_follows_a_dot_with_or_without_a_question_mark(string text, bool isDot) => Assert.Equal(isDot, ScriptTokens.Tree(text).IsDot(1));
}
