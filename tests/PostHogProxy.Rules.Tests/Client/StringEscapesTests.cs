using PostHogProxy.Rules.Client;

namespace PostHogProxy.Rules.Tests.Client;

/// <summary>What a string says, as the browser reads it: ECMA-262, "Static Semantics: SV" of string literals.</summary>
public sealed class StringEscapesTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("/k3fw", "/k3fw")]
    [InlineData(@"\/k3fw", "/k3fw")]
    [InlineData(@"https:\/\/eu.i.posthog.com", "https://eu.i.posthog.com")]
    [InlineData(@"it\'s", "it's")]
    [InlineData(@"say \""no\""", "say \"no\"")]
    [InlineData(@"a\\b", @"a\b")]
    [InlineData(@"a\nb\rc\td", "a\nb\rc\td")]
    [InlineData(@"\n", "\n")]
    [InlineData(@"a\bb\fc\vd", "a\bb\fc\vd")]
    [InlineData(@"\0", "\0")]
    [InlineData(@"\0a", "\0a")]
    public void A_backslash_gives_the_character_it_stands_for(string written, string said) => Assert.Equal(said, Decode(written));

    [Theory]
    [InlineData(@"\x2F", "/")]
    [InlineData(@"\x2f", "/")]
    [InlineData(@"\x2Fk3fw", "/k3fw")]
    [InlineData(@"a\x70i", "api")]
    [InlineData(@"\x09", "\t")]
    [InlineData(@"\x90", "\u0090")]
    [InlineData(@"\xAf\xFa", "\u00AF\u00FA")]
    [InlineData(@"\u002Fk3fw", "/k3fw")]
    [InlineData(@"k\u0033fw", "k3fw")]
    [InlineData(@"\u20ac", "€")]
    [InlineData(@"\uD83D\uDE00", "😀")]
    [InlineData(@"\u{2F}k3fw", "/k3fw")]
    [InlineData(@"\u{9}", "\t")]
    [InlineData(@"a\u{00002F}b", "a/b")]
    [InlineData(@"\u{1F600}!", "😀!")]
    [InlineData(@"\u{D7FF}", "\uD7FF")]
    [InlineData(@"\u{E000}", "\uE000")]
    [InlineData(@"\u{10FFFF}", "\U0010FFFF")]
    [InlineData(@"\u{FFFF}", "\uFFFF")]
    [InlineData(@"\u{10000}", "\U00010000")]
    [InlineData(@"\u{D83D}\u{DE00}", "😀")]
    public void Hexadecimal_digits_give_the_character_of_that_number(string written, string said) => Assert.Equal(said, Decode(written));

    /// <summary>As bundlers fold a long string.</summary>
    [Theory]
    [InlineData("/k3\\\nfw", "/k3fw")]
    [InlineData("/k3\\\r\nfw", "/k3fw")]
    [InlineData("/k3\\\rfw", "/k3fw")]
    [InlineData("/k3fw\\\n", "/k3fw")]
    [InlineData("/k3fw\\\r", "/k3fw")]
    [InlineData("/k3\\\n\nfw", "/k3\nfw")]
    [InlineData("/k3\\\u2028fw", "/k3fw")]
    [InlineData("/k3\\\u2029fw", "/k3fw")]
    public void A_line_that_goes_on_says_nothing(string written, string said) => Assert.Equal(said, Decode(written));

    /// <summary>Such a string is an error of syntax: it may say anything, but it stops no build, and what stands behind it is not lost.</summary>
    [Theory]
    [InlineData(@"\", @"\")]
    [InlineData(@"/k3fw\", @"/k3fw\")]
    [InlineData(@"\x/k3fw", "x/k3fw")]
    [InlineData(@"\x2", "x2")]
    [InlineData(@"\x", "x")]
    [InlineData(@"\xg0", "xg0")]
    [InlineData(@"\u00/k3fw", "u00/k3fw")]
    [InlineData(@"\u123", "u123")]
    [InlineData(@"\u", "u")]
    [InlineData(@"\u{", "u{")]
    [InlineData(@"\u{}", "u{}")]
    [InlineData(@"\u{2F", "u{2F")]
    [InlineData(@"\u{xyz}", "u{xyz}")]
    [InlineData(@"\u{110000}", "u{110000}")]
    [InlineData(@"}\u{2F", "}u{2F")]
    public void A_wrong_escape_loses_its_backslash_and_no_more(string written, string said) => Assert.Equal(said, Decode(written));

    [Theory]
    [InlineData(@"\u{D800}", 0xD800)]
    [InlineData(@"\u{DFFF}", 0xDFFF)]
    [InlineData(@"\u{DC00}/k3fw", 0xDC00)]
    [InlineData(@"\uD800", 0xD800)]
    public void Half_a_pair_of_surrogates_is_read_as_it_is(string written, int first) => Assert.Equal(first, Decode(written)[0]);

    [Fact]
    public void Only_the_stretch_asked_for_is_decoded() => Assert.Equal("/a", StringEscapes.Decode(@"\n'\x2Fa'\n", 3, 5));

    private static string Decode(string written) => StringEscapes.Decode(written, 0, written.Length);
}
