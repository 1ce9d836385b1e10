namespace PostHogProxy.Rules.Tests.Client;

/// <summary>
/// A script in another text: only the stretch between ‹ and › is read, what stands between ⟨ and ⟩ is a hole of the literal around it, and quotes
/// of the same literal are escaped.
/// </summary>
public sealed class ScriptStretchTokensTests
{
    [Theory]
    [InlineData("x‹a›y", "a")]
    [InlineData("x‹a.b›.c", "a . b")]
    [InlineData("'‹a›'", "a")]
    [InlineData("x = ‹10›0", "number:10")]
    [InlineData("‹a=›=b", "a =")]
    [InlineData("‹a?›.b", "a ?")]
    [InlineData("‹a?.›5", "a ?.")]
    [InlineData("‹a..›.", "a . .")]
    [InlineData("‹a/›/b", "a /")]
    [InlineData("‹'a›'", "broken:'a")]
    [InlineData("‹'a\\›'", "broken:'a\\")]
    [InlineData("‹/a›/", "/ a")]
    [InlineData("‹/a/g›i", "regex:/a/g")]
    [InlineData("‹/* a›*/ b", "")]
    [InlineData("‹/* a *›/ b", "")]
    [InlineData("‹/*›*/ b", "")]
    [InlineData("‹`a›`", "`")]
    [InlineData("‹`a$›{b}`", "`")]
    [InlineData("‹<a›b>", "tag:< a")]
    [InlineData("‹<a>b›</a>", "tag:< a tag:> b")]
    [InlineData("‹<a/›>", "tag:< a /")]
    [InlineData("‹<a b='c›'/>", "tag:< a b = broken:'c")]
    [InlineData("‹<a>b</a›>", "tag:< a tag:> closing:</a")]
    [InlineData("‹<a>b<›/a>", "tag:< a tag:> b <")]
    [InlineData("‹a›b⟨x⟩", "a")]
    [InlineData("‹a⟨x›y⟩", "a hole:x")]
    [InlineData("‹'a⟨x›y⟩'", "broken:'ax")]
    [InlineData("‹/* a ⟨x*/y›z⟩", "")]
    [InlineData("‹›", "")]
    public void Nothing_outside_of_it_is_read(string text, string tokens) => Assert.Equal(tokens, ScriptTokens.Of(text));

    [Theory]
    [InlineData("a = ⟨${x}⟩; b", "a = hole:${x} ; b")]
    [InlineData("a⟨${x}⟩b", "a hole:${x} b")]
    [InlineData("⟨${x}⟩", "hole:${x}")]
    [InlineData("⟨${x}⟩⟨${y}⟩", "hole:${x} hole:${y}")]
    [InlineData("1⟨${x}⟩", "number:1 hole:${x}")]
    [InlineData("a=⟨=⟩b", "a = hole:= b")]
    [InlineData("'a⟨${'x'}⟩b' c", "broken:'a${'x'}b' c")]
    [InlineData("'⟨${x}⟩' c", "broken:'${x}' c")]
    [InlineData("'a⟨${x}⟩b⟨${y}⟩' c", "broken:'a${x}b${y}' c")]
    [InlineData("'a⟨'⟩b' c", "broken:'a'b' c")]
    [InlineData("'a⟨${x}⟩", "broken:'a${x}")]
    [InlineData("'a⟨${x}⟩\nb", "broken:'a${x} b")]
    [InlineData("'a\\⟨${x}⟩' b", "broken:'a\\${x}' b")]
    [InlineData("`a⟨${x}⟩b ${c}` d", "` ${ c } ` d")]
    [InlineData("`${⟨x⟩}` d", "` ${ hole:x } ` d")]
    [InlineData("// a ⟨${x}⟩ b\nc", "c")]
    [InlineData("/* a ⟨${x}⟩ b */ c", "c")]
    [InlineData("/* a ⟨${x}⟩ b */ c ⟨${y}⟩ d", "c hole:${y} d")]
    [InlineData("/* a ⟨x*/y⟩ b", "b")]
    [InlineData("/* a ⟨x*/⟩ b", "b")]
    [InlineData("/* a ⟨x*/y⟩⟨z⟩ b", "hole:z b")]
    [InlineData("x = /a⟨${x}⟩/ b", "x = / a hole:${x} / b")]
    [InlineData("<a>b⟨${x}⟩c</a> d", "tag:< a tag:> hole:${x} closing:</a> d")]
    [InlineData("<a b=⟨${x}⟩/> d", "tag:< a b = hole:${x} tag:/> d")]
    public void A_hole_is_one_token_and_a_string_around_it_is_not_known(string text, string tokens) => Assert.Equal(tokens, ScriptTokens.Of(text));

    /// <summary>Where the caller has put one character in its place, as for an interpolated C# string.</summary>
    [Theory]
    [InlineData("a = \uFFFC; b", "a = hole:\uFFFC ; b")]
    [InlineData("\uFFFC\uFFFC", "hole:\uFFFC hole:\uFFFC")]
    public void A_character_for_a_hole_is_one_too(string text, string tokens) => Assert.Equal(tokens, ScriptTokens.Of(text));

    [Theory]
    [InlineData("\"‹a(\\\"b\\\")›\"", "a ( \"b\\\" )")]
    [InlineData("'‹a(\\'b\\')›'", "a ( 'b\\' )")]
    [InlineData("\"‹a(\\\"b'c\\\",\\\"\\\")›\"", "a ( \"b'c\\\" , \"\\\" )")]
    [InlineData("\"‹a('b')›\"", "a ( 'b' )")]
    [InlineData("`‹a(\\`b\\`)›`", "a ( ` ` )")]
    [InlineData("`‹a(\\`b ` c\\`)›`", "a ( ` ` )")]
    [InlineData("`‹a(\\`b${c}\\`)d›`", "a ( ` ${ c } ` ) d")]
    [InlineData("\"‹a;\\nb›\"", "a ; b")]
    [InlineData("\"‹a\\tb\\rc›\"", "a b c")]
    [InlineData("\"‹a\\/b›\"", "a / b")]
    [InlineData("\"‹a\\›\"", "a")]
    [InlineData("\"‹a\\›n\"", "a")]
    [InlineData("\"‹\\\"a›\"", "broken:\"a")]
    [InlineData("\\‹'a\\'b'›", "'a\\'b'")]
    public void An_escaped_quote_closes_what_an_escaped_quote_opens(string text, string tokens) => Assert.Equal(tokens, ScriptTokens.Of(text));

    [Theory]
    [InlineData("\"‹a;\\nb c\\rd\\te›\"", "a b d")]
    [InlineData("\"‹a\\n\\tb›\"", "a b")]
    [InlineData("\"‹a\\/b›\"", "a")]
    [InlineData("\"‹a\n\\/b c›\"", "a /")]
    [InlineData("\"‹a\n\\nb c›\"", "a b")]
    [InlineData("\"‹a\\›n\"", "a")]
    public void A_line_of_such_a_script_starts_behind_its_escape(string text, string first) => Assert.Equal(first, ScriptTokens.StartingLines(text));

    [Theory]
    [InlineData("a⟨x⟩b\n⟨y⟩c", "a y")]
    [InlineData("⟨x⟩ b", "x")]
    public void A_hole_may_be_the_first_of_a_line(string text, string first) => Assert.Equal(first, ScriptTokens.StartingLines(text));
}
