using PostHogProxy.Rules.Client;

namespace PostHogProxy.Rules.Tests.Client;

/// <summary>What a tag and its attributes answer whoever asks.</summary>
public sealed class MarkupTagContractTests
{
    [Theory]
    [InlineData("<textarea/>", true)]
    [InlineData("<textarea />", true)]
    [InlineData("<textarea rows='2'/>", true)]
    [InlineData("<textarea rows={2}/>", true)]
    [InlineData("<textarea {...props} />", true)]
    [InlineData("<textarea rows=2 />", true)]
    [InlineData("<textarea readonly/>", true)]
    [InlineData("<textarea>", false)]
    [InlineData("<textarea rows='2'>", false)]
    [InlineData("<base href=/a/>", false)]
    [InlineData("<a/b>", false)]
    [InlineData("<a /", false)]
    [InlineData("<a", false)]
    public void A_slash_at_its_end_closes_it_but_in_a_value_without_quotes(string text, bool isClosed) =>
        Assert.Equal(isClosed, Read(text, 0, text.Length).IsClosed);

    [Fact]
    public void A_value_is_asked_for_by_name_in_any_case_and_without_the_space_around_it()
    {
        var tag = Read("<Script TYPE=' module ' type='text/x' async>", 0, 44);

        Assert.True(tag.IsNamed("script"));
        Assert.False(tag.IsNamed("style"));
        Assert.Equal("module", tag.Value("type"));
        Assert.Equal("", tag.Value("src"));
    }

    [Theory]
    [InlineData("<a {...props}>", true, true)]
    [InlineData("<a @attributes=\"Attributes\">", true, false)]
    [InlineData("<a v-bind=\"props\">", true, false)]
    [InlineData("<a key={token}>", false, true)]
    [InlineData("<a :key=\"token\">", false, true)]
    [InlineData("<a [key]=\"token\">", false, true)]
    [InlineData("<a v-bind:key=\"token\">", false, true)]
    [InlineData("<a key=\"token\">", false, false)]
    [InlineData("<a v-if=\"token\">", false, false)]
    public void An_attribute_is_a_text_an_expression_or_holds_others(string text, bool isSpread, bool isExpression)
    {
        var attribute = Assert.Single(Read(text, 0, text.Length).Attributes);

        Assert.Equal((isSpread, isExpression), (attribute.IsSpread, attribute.IsExpression));
    }

    private static MarkupTag Read(string text, int start, int limit) => MarkupTag.Read(text, start, limit, new(default));
}
