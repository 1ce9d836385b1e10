using Microsoft.Extensions.Primitives;
using PostHogProxy.Forwarding.Headers;

namespace PostHogProxy.Middleware.Tests.Forwarding;

public sealed class ConnectionOptionsTests
{
    [Theory]
    [InlineData("keep-alive, X-One", "x-one", true)]
    [InlineData("X-One,X-Two", "X-Two", true)]
    [InlineData("X-One", "X-On", false)]
    [InlineData("keep-alive", "keep-alive", false)]
    [InlineData("close", "X-One", false)]
    [InlineData("", "X-One", false)]
    public void A_header_is_for_the_next_hop_where_Connection_names_it(string connection, string header, bool named) =>
        Assert.Equal(named, new ConnectionOptions(connection).Names(header));

    [Fact]
    public void Several_Connection_lines_count_as_one() =>
        Assert.True(new ConnectionOptions(new StringValues(["close", "X-One"])).Names("X-One"));

    [Fact]
    public void No_Connection_names_nothing() => Assert.False(new ConnectionOptions(StringValues.Empty).Names("X-One"));
}
