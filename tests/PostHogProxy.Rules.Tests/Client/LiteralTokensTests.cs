namespace PostHogProxy.Rules.Tests.Client;

/// <summary>Strings, templates and regular expressions: what is in them is no code, and what is behind them is.</summary>
public sealed class LiteralTokensTests
{
    [Theory]
    [InlineData("'a' \"b\"", "'a' \"b\"")]
    [InlineData("''+\"\"", "'' + \"\"")]
    [InlineData("'it\\'s' x", "'it\\'s' x")]
    [InlineData("'a\\\\' x", "'a\\\\' x")]
    [InlineData("\"it's\" x", "\"it's\" x")]
    [InlineData("'// a' x", "'// a' x")]
    [InlineData("'a\\\nb' x", "'a\\\nb' x")]
    [InlineData("'a\\\r\nb' x", "'a\\\r\nb' x")]
    [InlineData("'a\\\rb' x", "'a\\\rb' x")]
    public void A_string_ends_at_its_own_quote(string text, string tokens) => Assert.Equal(tokens, ScriptTokens.Of(text));

    [Theory]
    [InlineData("'a\nb", "broken:'a b")]
    [InlineData("'a\rb", "broken:'a b")]
    [InlineData("'a", "broken:'a")]
    [InlineData("'", "broken:'")]
    [InlineData("'a\\", "broken:'a\\")]
    [InlineData("'a\\'", "broken:'a\\'")]
    [InlineData("'a\\\r\r'b", "broken:'a\\\r broken:'b")]
    public void One_without_its_quote_ends_with_its_line(string text, string tokens) => Assert.Equal(tokens, ScriptTokens.Of(text));

    [Theory]
    [InlineData("`a b` c", "` ` c")]
    [InlineData("`a ${b} c ${d}`", "` ${ b } ${ d } `")]
    [InlineData("`${`${a}`}` b", "` ${ ` ${ a } ` } ` b")]
    [InlineData("`${{ a: 1 }}` b", "` ${ { a : number:1 } } ` b")]
    [InlineData("`\\` ${a}` b", "` ${ a } ` b")]
    [InlineData("`\\\\` b", "` ` b")]
    [InlineData("`\\${a}` b", "` ` b")]
    [InlineData("`$a {b} $` c", "` ` c")]
    [InlineData("`a\nb // c\n'` d", "` ` d")]
    [InlineData("`a", "`")]
    [InlineData("`a\\", "`")]
    [InlineData("`a$", "`")]
    [InlineData("`}` a", "` ` a")]
    [InlineData("String.raw`a` b", "String . raw ` ` b")]
    public void The_text_of_a_template_is_no_code_and_what_is_in_its_holes_is(string text, string tokens) => Assert.Equal(tokens, ScriptTokens.Of(text));

    [Theory]
    [InlineData("/a/", "regex:/a/")]
    [InlineData("/a/gi x", "regex:/a/gi x")]
    [InlineData("x = /['\"`]/", "x = regex:/['\"`]/")]
    [InlineData("x = /\\// y", "x = regex:/\\// y")]
    [InlineData("x = /[/]/ y", "x = regex:/[/]/ y")]
    [InlineData("x = /[\\]/]/ y", "x = regex:/[\\]/]/ y")]
    [InlineData("x = /[a]/ / y", "x = regex:/[a]/ / y")]
    [InlineData("f(/'/)", "f ( regex:/'/ )")]
    [InlineData("[/'/, /\"/]", "[ regex:/'/ , regex:/\"/ ]")]
    [InlineData("{ /'/ }", "{ regex:/'/ }")]
    [InlineData("return /'/", "return regex:/'/")]
    [InlineData("typeof /'/", "typeof regex:/'/")]
    [InlineData("case /'/", "case regex:/'/")]
    [InlineData("a && /'/", "a && regex:/'/")]
    [InlineData("if (a) {}\n/'/.test(b)", "if ( a ) { } regex:/'/ . test ( b )")]
    [InlineData("!/'/.test(a)", "! regex:/'/ . test ( a )")]
    [InlineData("`${/'/}`", "` ${ regex:/'/ } `")]
    public void A_slash_where_an_expression_starts_opens_a_regular_expression(string text, string tokens) => Assert.Equal(tokens, ScriptTokens.Of(text));

    [Theory]
    [InlineData("a / b / c", "a / b / c")]
    [InlineData("1 / 2 / 3", "number:1 / number:2 / number:3")]
    [InlineData("(a) / b / c", "( a ) / b / c")]
    [InlineData("a[0] / b / c", "a [ number:0 ] / b / c")]
    [InlineData("f({}) / b / c", "f ( { } ) / b / c")]
    [InlineData("x = {} / b / c", "x = { } / b / c")]
    [InlineData("(a)\n/ b / c", "( a ) / b / c")]
    [InlineData("'a' / b / c", "'a' / b / c")]
    [InlineData("`a` / b / c", "` ` / b / c")]
    [InlineData("a++ / b / c", "a ++ / b / c")]
    [InlineData("a-- / b / c", "a -- / b / c")]
    [InlineData("/a/ / b / c", "regex:/a/ / b / c")]
    [InlineData("returned / b / c", "returned / b / c")]
    [InlineData("x = / b", "x = / b")]
    [InlineData("x = / b\n/ c", "x = / b / c")]
    [InlineData("x = / b\r/ c", "x = / b / c")]
    [InlineData("x = /[/ b", "x = / [ / b")]
    [InlineData("x = /", "x = /")]
    [InlineData("x = /\\", "x = /")]
    public void A_slash_behind_a_value_or_without_its_end_divides(string text, string tokens) => Assert.Equal(tokens, ScriptTokens.Of(text));

    /// <summary>The rest of a line is looked through once; the next line is a line of its own.</summary>
    [Fact]
    public void A_slash_that_divides_hides_no_regular_expression_of_the_next_line() =>
        Assert.Equal("x = / b c = regex:/'/", ScriptTokens.Of("x = / b\nc = /'/"));
}
