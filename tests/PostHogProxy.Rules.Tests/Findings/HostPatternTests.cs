using PostHogProxy.Rules.Judging;

namespace PostHogProxy.Rules.Tests.Findings;

/// <summary>Which hosts two calls of RequireHost can share, as ASP.NET Core matches them: '*.' is any host below, '*' any host, a port only that port.</summary>
public sealed class HostPatternTests
{
    [Theory]
    [InlineData("e.shop.example", "e.shop.example")]
    [InlineData("e.shop.example", "E.Shop.Example")]
    [InlineData("e.shop.example", "*.shop.example")]
    [InlineData("a.e.shop.example", "*.shop.example")]
    [InlineData("*.e.shop.example", "*.shop.example")]
    [InlineData("e.shop.example", "*")]
    [InlineData("e.shop.example", "*:*")]
    [InlineData("e.shop.example", "e.shop.example:*")]
    [InlineData("e.shop.example", ":443")]
    [InlineData("e.shop.example", "e.shop.example:443")]
    [InlineData("e.shop.example:443", "e.shop.example:443")]
    [InlineData("e.shop.example:443", "*:443")]
    [InlineData("e.shop.example:443", "e.shop.example:*")]
    [InlineData("*:443", ":443")]
    [InlineData("[::1]", "[::1]")]
    [InlineData("[::1]", "[::1]:5001")]
    [InlineData("[::1]:5001", "[::1]:5001")]
    [InlineData("[::1]:5001", "*:5001")]
    public void Hosts_that_a_request_can_both_mean_meet(string first, string second)
    {
        Assert.True(HostPattern.Meet([first], [second]));
        Assert.True(HostPattern.Meet([second], [first]));
    }

    [Theory]
    [InlineData("e.shop.example", "t.shop.example")]
    [InlineData("e.shop.example", "shop.example")]
    [InlineData("shop.example", "*.shop.example")]
    [InlineData("my-shop.example", "*.shop.example")]
    [InlineData("*.shop.example", "*.other.example")]
    [InlineData("e.shop.example:443", "e.shop.example:8443")]
    [InlineData("e.shop.example:443", "*:8443")]
    [InlineData("e.shop.example:443", "t.shop.example:443")]
    [InlineData("e.shop.example:443", ":80")]
    [InlineData("*:443", "*:80")]
    [InlineData("[::1]", "[::2]")]
    [InlineData("[::1]:5001", "[::1]:5002")]
    public void Other_hosts_never_meet(string first, string second)
    {
        Assert.False(HostPattern.Meet([first], [second]));
        Assert.False(HostPattern.Meet([second], [first]));
    }

    [Fact]
    public void One_of_several_is_enough()
    {
        Assert.True(HostPattern.Meet(["a.example", "b.example"], ["c.example", "b.example"]));
        Assert.False(HostPattern.Meet(["a.example", "b.example"], ["c.example", "d.example"]));
    }
}
