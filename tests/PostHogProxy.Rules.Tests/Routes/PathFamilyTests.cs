using PostHogProxy.Rules.Routes;

namespace PostHogProxy.Rules.Tests.Routes;

/// <summary>A path that is one thing to us and another to a server that decodes or merges more is none that may be sent.</summary>
public sealed class PathFamilyTests
{
    [Theory]
    [InlineData("/e/", "/e/")]
    [InlineData("/e", "/e/")]
    [InlineData("/static/array.js", "/static/")]
    [InlineData("/static/a%20b.js", "/static/")]
    [InlineData("/static/A%2FB.js", "/static/")]
    [InlineData("/static//array.js", "/static/")]
    [InlineData("/static/a;v=1/b.js", "/static/")]
    [InlineData("/static/.hidden.js", "/static/")]
    [InlineData("/static/...", "/static/")]
    [InlineData("/static/a%25b", "/static/")]
    [InlineData("/static/%C3%BC.js", "/static/")]
    [InlineData("/unknown/a%2Fb/", "/")]
    [InlineData("/api%2Delse/", "/")]
    [InlineData("/", "/")]
    [InlineData("/%20", "/")]
    [InlineData("/api/projects/@current/feature_flags/a%20b/remote_config", "/api/projects/@current/feature_flags/")]
    public void A_path_with_one_meaning_has_its_row(string path, string row) => Assert.Equal(row, PathFamily.Of(path, path.Length)?.Path);

    [Theory]
    [InlineData("/%65/")]
    [InlineData("/%2565/")]
    [InlineData("/E/")]
    [InlineData("/STATIC/array.js")]
    [InlineData("//e/")]
    [InlineData("/\\e/")]
    [InlineData("/;x/e/")]
    [InlineData("/e;x/")]
    [InlineData("/e%3Bx")]
    [InlineData("/e%3Fx")]
    [InlineData("/e/%23x")]
    [InlineData("/e%2F")]
    [InlineData("/static%2Farray.js")]
    [InlineData("/static/../e/")]
    [InlineData("/static/./e/")]
    [InlineData("/static/%2e%2E/e/")]
    [InlineData("/static/%252e%252e/e/")]
    [InlineData("/static/..;x=1/e/")]
    [InlineData("/static/x%3F/../../e/")]
    [InlineData("/static/..%5Ce/")]
    [InlineData("/static/%00")]
    [InlineData("/static/%0A")]
    [InlineData("/static/%7F")]
    [InlineData("/static/%c0%ae%c0%ae/e/")]
    [InlineData("/static/%u002e%u002e/")]
    [InlineData("/static/%U002e/")]
    [InlineData("/static/%ff")]
    [InlineData("/unknown/%2e%2e/")]
    [InlineData("/api%2Felse/")]
    [InlineData("/unknown/a%2525252525252e")]
    public void A_path_with_more_than_one_meaning_has_none(string path) => Assert.Null(PathFamily.Of(path, path.Length));

    [Theory]
    [InlineData("/e/?x=%2e%2e/", 3, "/e/")]
    [InlineData("/static/a%20b.js?v=../", 16, "/static/")]
    public void A_query_is_not_part_of_the_path(string target, int pathLength, string row) => Assert.Equal(row, PathFamily.Of(target, pathLength)?.Path);
}
