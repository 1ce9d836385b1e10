using PostHogProxy.Admission;
using PostHogProxy.Forwarding.Messages;

namespace PostHogProxy.Middleware.Tests.Forwarding;

/// <summary>What the log repeats of a path that the proxy does not know: a visitor can write any.</summary>
public sealed class UnknownPathsTests
{
    [Theory]
    [InlineData("/new/phc_secret", "/new")]
    [InlineData("/new", "/new")]
    [InlineData("/new/", "/new")]
    [InlineData("/", "/")]
    [InlineData("/a-b_c.d9/x", "/a-b_c.d9")]
    [InlineData("/-", "/-")]
    [InlineData("/_", "/_")]
    [InlineData("/.", "/.")]
    [InlineData("/a123456789012345678901234567890123456789", "/…")]
    [InlineData("/a12345678901234567890123456789012345678", "/a12345678901234567890123456789012345678")]
    [InlineData("/a%20b/x", "/…")]
    [InlineData("/a@b/x", "/…")]
    [InlineData("/~a/x", "/…")]
    [InlineData("/new?token=phc_secret", "/new")]
    public void A_plain_first_segment_is_repeated_and_nothing_else(string target, string start) =>
        Assert.Equal(start, UnknownPaths.Start(Target(target)));

    [Fact]
    public void Each_of_the_first_twenty_is_new_once()
    {
        var paths = new UnknownPaths();

        Assert.All(Enumerable.Range(1, 20), number => Assert.True(paths.IsNew(Target($"/new{number}/x"))));
        Assert.All(Enumerable.Range(1, 20), number => Assert.False(paths.IsNew(Target($"/new{number}/y"))));
        Assert.False(paths.IsNew(Target("/new21/x")));
    }

    [Fact]
    public void What_differs_after_the_first_segment_is_not_new()
    {
        var paths = new UnknownPaths();

        Assert.True(paths.IsNew(Target("/new/x")));
        Assert.False(paths.IsNew(Target("/new/y?z=1")));
        Assert.False(paths.IsNew(Target("/new?z=1")));
        Assert.True(paths.IsNew(Target("/New/x")));
    }

    private static RequestTarget Target(string text) =>
        new(text, text.IndexOf('?', StringComparison.Ordinal) is var query and >= 0 ? query : text.Length);
}
