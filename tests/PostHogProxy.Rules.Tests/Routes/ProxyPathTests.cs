using CsCheck;
using PostHogProxy.Rules.Routes;

namespace PostHogProxy.Rules.Tests.Routes;

public sealed class ProxyPathTests
{
    [Theory]
    [InlineData("/")]
    [InlineData("/k3fw")]
    [InlineData("/ingest-x1")]
    [InlineData("/a/b_c.d~e")]
    public void A_plain_path_has_no_problem(string path) => Assert.Null(ProxyPath.Problem(path));

    [Theory]
    [InlineData(null, "empty")]
    [InlineData("", "empty")]
    [InlineData("/k3fw/", "ends with a slash")]
    [InlineData("/{x}", "'{'")]
    [InlineData("/x*", "'*'")]
    [InlineData("/x?y=1", "'?'")]
    [InlineData("/x#y", "'#'")]
    [InlineData("/x y", "white space")]
    [InlineData("/x%20y", "'%'")]
    [InlineData("/x\\y", "'\\'")]
    [InlineData("k3fw", "does not start with a slash")]
    [InlineData("~/k3fw", "does not start with a slash")]
    [InlineData("//k3fw", "empty or a dot segment")]
    [InlineData("/ünder", "a URL cannot carry")]
    [InlineData("/a//b", "empty or a dot segment")]
    [InlineData("/a/../b", "empty or a dot segment")]
    [InlineData("https://shop.example/x", "is a URL")]
    public void A_path_that_cannot_be_mapped_is_told_why(string? path, string why) =>
        Assert.Contains(why, ProxyPath.Problem(path), StringComparison.Ordinal);

    [Theory]
    [InlineData("k3fw", "/k3fw")]
    [InlineData(" /k3fw/ ", "/k3fw")]
    [InlineData("//a/b", "/a/b")]
    [InlineData("/a//b", null)]
    [InlineData("/x y", null)]
    [InlineData("/", null)]
    [InlineData(" ", null)]
    [InlineData(null, null)]
    public void Only_slashes_and_spaces_at_the_ends_are_put_right(string? path, string? nearest) => Assert.Equal(nearest, ProxyPath.Nearest(path));

    [Fact]
    public void Whatever_is_written_is_judged_without_an_exception() =>
        Gen.String.Sample(path => { _ = ProxyPath.Problem(path); });
}
