using PostHogProxy.Admission.Targets;

namespace PostHogProxy.Middleware.Tests.Forwarding;

/// <summary>How the app's path is found in the line that the browser has sent.</summary>
public sealed class RawPathTests
{
    [Theory]
    [InlineData("/k3fw/e/", "", "/k3fw/e/", 0)]
    [InlineData("/k3fw/e/?a=/x", "", "/k3fw/e/", 0)]
    [InlineData("/k3fw/%65/", "", "/k3fw/e/", 0)]
    [InlineData("/k3fw/a%2Fb", "", "/k3fw/a%2Fb", 0)]
    [InlineData("http://shop.example/k3fw/e/", "", "/k3fw/e/", 0)]
    [InlineData("http://shop.example/base/k3fw/e/", "/base", "/k3fw/e/", 1)]
    [InlineData("/base/k3fw/e/", "/base", "/k3fw/e/", 1)]
    [InlineData("/%62ase/k3fw/e/", "/base", "/k3fw/e/", 1)]
    [InlineData("/a/b/k3fw/e/", "/a/b", "/k3fw/e/", 2)]
    [InlineData("/base", "/base", "", 1)]
    public void The_path_of_the_app_comes_after_the_segments_of_its_base(string raw, string pathBase, string path, int segments) =>
        Assert.Equal(segments, Before(raw, pathBase, path));

    // A proxy in front has cut the base off, and the app has set it again.
    [Theory]
    [InlineData("/k3fw/e/", "/base", "/k3fw/e/")]
    [InlineData("/base/e/", "/base", "/base/e/")]
    public void A_base_that_is_not_in_the_line_has_no_segments_in_it(string raw, string pathBase, string path) =>
        Assert.Equal(0, Before(raw, pathBase, path));

    [Theory]
    [InlineData("/other/e/", "", "/k3fw/e/")]
    [InlineData("/K3FW/e/", "", "/k3fw/e/")]
    [InlineData("/base/k3fw/e/", "", "/k3fw/e/")]
    [InlineData("/base/k3fw/x/", "/base", "/k3fw/e/")]
    [InlineData("/esab/k3fw/e/", "/base", "/k3fw/e/")]
    [InlineData("/base/more/k3fw/e/", "/base", "/k3fw/e/")]
    [InlineData("/Base/k3fw/e/", "/base", "/k3fw/e/")]
    [InlineData("/base/K3fw/e/", "/base", "/k3fw/e/")]
    [InlineData("", "", "/k3fw/e/")]
    [InlineData("*", "", "/k3fw/e/")]
    [InlineData("ab", "", "b")]
    [InlineData("http://shop.example", "", "/shop.example")]
    [InlineData("http://shop.example?/k3fw/e/", "", "/k3fw/e/")]
    public void A_path_that_the_line_does_not_have_is_the_apps_own(string raw, string pathBase, string path) =>
        Assert.Null(Before(raw, pathBase, path));

    [Theory]
    [InlineData("/base/k3fw/e/?v=2", 0, "/base/k3fw/e/")]
    [InlineData("/base/k3fw/e/?v=2", 1, "/k3fw/e/")]
    [InlineData("/base/k3fw/e/?v=2", 2, "/e/")]
    [InlineData("/base/k3fw/e/?v=2", 3, "/")]
    [InlineData("/base/k3fw/e/?v=2", 4, "")]
    [InlineData("/base/k3fw/e/?v=/2/3", 9, "")]
    [InlineData("/k3fw", 1, "")]
    [InlineData("http://shop.example/k3fw/e/", 1, "/e/")]
    [InlineData("/k3fw//e/", 1, "//e/")]
    [InlineData("/k3fw//e/", 2, "/e/")]
    public void A_segment_ends_where_the_next_begins(string raw, int segments, string rest)
    {
        var end = End(raw);

        Assert.Equal(rest, raw[RawPath.Of(raw, end).Skip(segments)..end]);
    }

    private static int? Before(string raw, string pathBase, string path) => RawPath.Of(raw, End(raw)).SegmentsBefore(pathBase, path);

    private static int End(string raw) => raw.IndexOf('?', StringComparison.Ordinal) is var query and >= 0 ? query : raw.Length;
}
