using PostHogProxy.Pomerium.Values;

namespace PostHogProxy.Pomerium.Tests.Routing;

public sealed class GoRegexTests
{
    // By hand from RE2's syntax: classes are ASCII, the whole text must match, what RE2 has not is refused and matches nothing.
    [Theory]
    [InlineData(@"/\d+", "/0189", true)]
    [InlineData(@"/\d+", "/\u0663", false)]
    [InlineData(@"/\w+", "/a_Z9", true)]
    [InlineData(@"/\w+", "/\u00e9", false)]
    [InlineData(@"/[\w.-]+", "/a.b-c", true)]
    [InlineData(@"/[^/]+", "/a/b", false)]
    [InlineData(@"/\D", "/9", false)]
    [InlineData(@"/a\.js", "/a.js", true)]
    [InlineData(@"/a\.js", "/axjs", false)]
    [InlineData(@"^/a$", "/a", true)]
    [InlineData(@"/a|/b", "/b", true)]
    [InlineData(@"/a|/b", "/ab", false)]
    [InlineData(@"/a{2}", "/aa", true)]
    [InlineData(@"/a{x}", "/a{x}", true)]
    [InlineData(@"/(?:a|b)c", "/bc", true)]
    [InlineData(@"(?i)/A", "/a", true)]
    [InlineData(@"/(?=a)a", "/a", false)]
    [InlineData(@"/(?<!b)a", "/a", false)]
    [InlineData(@"/(?>a)", "/a", false)]
    [InlineData(@"/(a)\1", "/aa", false)]
    [InlineData(@"/(", "/(", false)]
    [InlineData(@"/a{1,2000}", "/a", false)]
    [InlineData(@"/\ba", "/a", null)]
    [InlineData(@"/\pL", "/a", null)]
    [InlineData(@"/[[:alpha:]]", "/a", null)]
    [InlineData(@"/[a-z-[aeiou]]", "/b", null)]
    [InlineData(@"(?U)/a+", "/a", null)]
    [InlineData(@"/\Qa.b\E", "/a.b", null)]
    public void A_path_matches_as_in_Go_or_it_is_not_said(string pattern, string path, bool? matches) =>
        Assert.Equal(matches, GoRegex.Parse(pattern).MatchesAll(path));

    // Too slow for .NET, though linear in RE2: not guessed either.
    [Fact]
    public void An_expression_that_takes_too_long_is_unknown() =>
        Assert.Null(GoRegex.Parse("/(a*)*b").MatchesAll("/" + new string('a', 200) + "c"));
}
