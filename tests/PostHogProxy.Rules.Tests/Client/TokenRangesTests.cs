namespace PostHogProxy.Rules.Tests.Client;

/// <summary>Where tokens stand in the text: what a finding underlines and a code fix replaces.</summary>
public sealed class TokenRangesTests
{
    [Theory]
    [InlineData(0, 3, 1, 11)]
    [InlineData(1, 3, 8, 4)]
    [InlineData(2, 3, 9, 3)]
    [InlineData(0, 1, 1, 7)]
    [InlineData(1, 1, 0, 0)]
    [InlineData(2, 1, 0, 0)]
    [InlineData(0, 4, 0, 0)]
    public void The_range_of_some_tokens_goes_from_the_first_to_the_last(int start, int end, int from, int length)
    {
        var range = ScriptTokens.Tree(" posthog.key ").RangeOf(start, end);

        Assert.Equal((from, length), (range.Start, range.Length));
    }

    [Theory]
    [InlineData("'/a'", "/a")]
    [InlineData("''", "")]
    [InlineData("`/a`", "/a")]
    [InlineData("`/a/${b}`", "/a/${b}")]
    [InlineData("``", "")]
    [InlineData("\"‹\\\"/a\\\"›\"", "/a")]
    [InlineData("\"‹\\\"\\\"›\"", "")]
    [InlineData("`‹\\`/a\\`›`", "/a")]
    public void Inside_of_a_literal_is_what_is_between_its_quotes(string text, string inside)
    {
        var tree = ScriptTokens.Tree(text);
        var range = tree.Inside(0);

        Assert.Equal(inside, tree.Text.Substring(range.Start, range.Length));
    }
}
