namespace PostHogProxy.Rules.Tests.Client;

/// <summary>Elements of JSX among code: what stands between their tags is text, what looks like one may be a comparison or a type.</summary>
public sealed class ElementTokensTests
{
    [Theory]
    [InlineData("<p>Don't</p>", "tag:< p tag:> closing:</p>")]
    [InlineData("<p>a // b /* c</p> d", "tag:< p tag:> closing:</p> d")]
    [InlineData("<>it's</> a", "tag:< tag:> closing:</> a")]
    [InlineData("<br/> a", "tag:< br tag:/> a")]
    [InlineData("<br /> a", "tag:< br tag:/> a")]
    [InlineData("<b>x<i>y</i>'</b> a", "tag:< b tag:> tag:< i tag:> closing:</i> closing:</b> a")]
    [InlineData("<b>x<br/>'</b> a", "tag:< b tag:> tag:< br tag:/> closing:</b> a")]
    [InlineData("<a.b-c:d>'</a.b-c:d> x", "tag:< a.b-c:d tag:> closing:</a.b-c:d> x")]
    [InlineData("<p>{a}'{b}</p> c", "tag:< p tag:> { a } { b } closing:</p> c")]
    [InlineData("<p>{<b>'</b>}'</p> a", "tag:< p tag:> { tag:< b tag:> closing:</b> } closing:</p> a")]
    [InlineData("<p>1 < 2 '</p> a", "tag:< p tag:> closing:</p> a")]
    [InlineData("<p>a >= b</p> c", "tag:< p tag:> closing:</p> c")]
    [InlineData("<p></p>", "tag:< p tag:> closing:</p>")]
    [InlineData("return <p>'</p>", "return tag:< p tag:> closing:</p>")]
    [InlineData("f(<p>'</p>)", "f ( tag:< p tag:> closing:</p> )")]
    [InlineData("a && <p>'</p>", "a && tag:< p tag:> closing:</p>")]
    [InlineData("=> <p>'</p>", "=> tag:< p tag:> closing:</p>")]
    public void What_stands_between_two_tags_is_text(string text, string tokens) => Assert.Equal(tokens, ScriptTokens.Of(text));

    [Theory]
    [InlineData("<a b='c' d=\"e\" f/>", "tag:< a b = 'c' d = \"e\" f tag:/>")]
    [InlineData("<a data-x='' xlink:href='#'/>", "tag:< a data-x = '' xlink:href = '#' tag:/>")]
    [InlineData("<a b='c\\'/>", "tag:< a b = 'c\\' tag:/>")]
    [InlineData("<a b='c\nd'/>", "tag:< a b = 'c\nd' tag:/>")]
    [InlineData("<a b={c > 1} d={{ e: 1 }}/>", "tag:< a b = { c > number:1 } d = { { e : number:1 } } tag:/>")]
    [InlineData("<a {...b}/>", "tag:< a { ... b } tag:/>")]
    [InlineData("<a b={`c ${d}`}/>", "tag:< a b = { ` ${ d } ` } tag:/>")]
    [InlineData("<a b={<i>'</i>} c/> d", "tag:< a b = { tag:< i tag:> closing:</i> } c tag:/> d")]
    [InlineData("<a\n  // it's\n  b /* it's */ c\n/> d", "tag:< a b c tag:/> d")]
    [InlineData("<a/**/b/>", "tag:< a b tag:/>")]
    [InlineData("<p><a>'</a><b c=''>'</b></p>", "tag:< p tag:> tag:< a tag:> closing:</a> tag:< b c = '' tag:> closing:</b> closing:</p>")]
    public void An_attribute_is_read_as_a_name_and_a_value(string text, string tokens) => Assert.Equal(tokens, ScriptTokens.Of(text));

    [Theory]
    [InlineData("a < b", "a < b")]
    [InlineData("a <b", "a < b")]
    [InlineData("1 <b", "number:1 < b")]
    [InlineData("(a) <b", "( a ) < b")]
    [InlineData("x = y <z> w", "x = y < z > w")]
    [InlineData("x = <1", "x = < number:1")]
    [InlineData("x = < b", "x = < b")]
    [InlineData("x = <T,>(a) => a", "x = < T , > ( a ) => a")]
    [InlineData("x = <T = {}>(a) => a", "x = tag:< T = { } tag:> ( a ) => a")]
    [InlineData("x = <T[]>y", "x = < T [ ] > y")]
    [InlineData("x = <any>window 'a'", "x = tag:< any tag:> window 'a'")]
    [InlineData("x = <T extends U>(a) => a", "x = tag:< T extends U tag:> ( a ) => a")]
    [InlineData("x = <T extends U | V>(a) => a", "x = tag:< T extends U | V > ( a ) => a")]
    [InlineData("x = <T extends U | V | W>(a) => a", "x = tag:< T extends U | V | W > ( a ) => a")]
    [InlineData("x = <", "x = <")]
    [InlineData("x = <a", "x = tag:< a")]
    [InlineData("x = <a b='c", "x = tag:< a b = broken:'c")]
    [InlineData("x = <a '", "x = tag:< a broken:'")]
    public void A_comparison_a_type_and_a_cast_are_followed_by_code(string text, string tokens) => Assert.Equal(tokens, ScriptTokens.Of(text));

    [Theory]
    [InlineData("<p>'</p", "tag:< p tag:> closing:</p")]
    [InlineData("<a>", "tag:< a tag:>")]
    [InlineData("<a> b </c>", "tag:< a tag:> b < / c >")]
    [InlineData("<a><a>'</a> b", "tag:< a tag:> tag:< a tag:> closing:</a>")]
    [InlineData("</a> <a> b", "< / a > tag:< a tag:> b")]
    [InlineData("<Aa>'b' </aa>", "tag:< Aa tag:> 'b' < / aa >")]
    [InlineData("<Aa>'b' </A>", "tag:< Aa tag:> 'b' < / A >")]
    public void One_that_is_not_closed_is_read_as_far_as_it_goes(string text, string tokens) => Assert.Equal(tokens.TrimEnd(), ScriptTokens.Of(text));

    /// <summary>TypeScript without JSX, and the scripts of a page.</summary>
    [Theory]
    [InlineData("x = <any>window '</any>'", "x = < any > window '</any>'")]
    [InlineData("return <p>'</p>'", "return < p > '</p>'")]
    public void Where_there_is_no_JSX_none_is_an_element(string text, string tokens) => Assert.Equal(tokens, ScriptTokens.Of(text, hasJsx: false));
}
