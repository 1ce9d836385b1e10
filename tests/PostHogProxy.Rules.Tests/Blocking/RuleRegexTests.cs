using PostHogProxy.Rules.Blocking;

namespace PostHogProxy.Rules.Tests.Blocking;

/// <summary>What an index may look for before a rule's expression is run: text that stands in each address that it matches.</summary>
public sealed class RuleRegexTests
{
    [Theory]
    [InlineData("""\/zap\/""", "/zap/")]
    [InlineData("ZAP", "zap")]
    [InlineData("""\.js\?""", ".js?")]

    // What may be absent is no text that must be there.
    [InlineData("""zapp?\/""", "zap", "/")]
    [InlineData("zap*x", "za", "x")]
    [InlineData("zap+x", "zap", "x")]
    [InlineData("zap{0,2}x", "za", "x")]
    [InlineData("zap{2", "za")]
    [InlineData("?x", "x")]
    [InlineData("z[ab]?p", "z", "p")]
    [InlineData("z(ab)*p", "z", "p")]

    // One character of many, and a place.
    [InlineData("a.b", "a", "b")]
    [InlineData("^zap$", "zap")]
    [InlineData("""zap\d\dx""", "zap", "x")]
    [InlineData("""a\Db\wc\Wd\se\Sf\bg\Bh""", "a", "b", "c", "d", "e", "f", "g", "h")]

    // Classes and groups end where they end, whatever is in them.
    [InlineData("z[ap]q", "z", "q")]
    [InlineData("""z[a\]x]p""", "z", "p")]
    [InlineData("""z[\\]p""", "z", "p")]
    [InlineData("z[ap", "z")]
    [InlineData("z(ap)q", "z", "q")]
    [InlineData("z(a(b)c)p", "z", "p")]
    [InlineData("z(a|b)p", "z", "p")]
    [InlineData("z(a[)]b)p", "z", "p")]
    [InlineData("""z(a\)b)p""", "z", "p")]
    [InlineData("z(ap", "z")]

    // A choice, and escapes by number or name.
    [InlineData("zap|zip")]
    [InlineData("""zap\x41""")]
    [InlineData("""zap\u0041b""")]
    [InlineData("""(z)ap\1""")]
    [InlineData("""zap\""")]
    [InlineData("")]
    public void The_texts_that_must_be_there_are_those_outside_of_classes_groups_and_choices(string source, params string[] literals) =>
        Assert.Equal(literals, RuleRegex.Literals(source));

    [Theory]
    [InlineData("/ZAP/", false, true)]
    [InlineData("/zap/", false, true)]
    [InlineData("/ZAP/", true, false)]
    [InlineData("/zap/", true, true)]
    [InlineData("z(a", false, false)]
    [InlineData("(?<=", false, false)]
    [InlineData("^/zap", false, false)]
    [InlineData("^https://", false, true)]
    public void It_matches_as_written_and_an_expression_that_cannot_be_read_matches_nothing(string source, bool mindsCase, bool matches) =>
        Assert.Equal(matches, new RuleRegex(source, mindsCase).Matches(Url("/zap/e/")));

    private static RequestUrl Url(string path) => new("www.shop.example", path, RequestKinds.Xhr, "POST", isPageHost: true);
}
