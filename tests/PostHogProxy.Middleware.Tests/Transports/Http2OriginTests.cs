using PostHogProxy.Forwarding.Transports;

namespace PostHogProxy.Middleware.Tests.Transports;

/// <summary>What an app sets of the runtime's handler holds for our own connections too.</summary>
public sealed class Http2OriginTests
{
    [Fact]
    public void Times_and_sizes_are_those_of_the_handler()
    {
        using var handler = new SocketsHttpHandler
        {
            PooledConnectionLifetime = TimeSpan.FromMinutes(7),
            PooledConnectionIdleTimeout = TimeSpan.FromSeconds(11),
            ConnectTimeout = TimeSpan.FromSeconds(3),
            MaxResponseHeadersLength = 16,
        };

        var options = Http2Origin.OptionsOf(handler);

        Assert.Equal(
            (TimeSpan.FromMinutes(7), TimeSpan.FromSeconds(11), TimeSpan.FromSeconds(3), 16 * 1024),
            (options.Lifetime, options.IdleTimeout, options.StartTimeout, options.Limits.MaxHeaderListSize));
    }

    [Fact]
    public void Without_an_end_and_without_a_bound_nothing_overflows()
    {
        using var handler = new SocketsHttpHandler
        {
            PooledConnectionLifetime = Timeout.InfiniteTimeSpan,
            PooledConnectionIdleTimeout = Timeout.InfiniteTimeSpan,
            MaxResponseHeadersLength = int.MaxValue,
        };

        var options = Http2Origin.OptionsOf(handler);

        Assert.Equal((TimeSpan.MaxValue, TimeSpan.MaxValue), (options.Lifetime, options.IdleTimeout));
        Assert.InRange(options.Limits.MaxHeaderListSize, 100 << 20, int.MaxValue);
    }

    [Theory]
    [InlineData("https://eu.i.posthog.com", "eu.i.posthog.com")]
    [InlineData("https://posthog.internal:8000", "posthog.internal:8000")]
    [InlineData("https://[2001:db8::7]", "[2001:db8::7]")]
    [InlineData("https://[2001:db8::7]:8443", "[2001:db8::7]:8443")]
    [InlineData("https://203.0.113.7:8443", "203.0.113.7:8443")]
    [InlineData("https://pösthog.example", "xn--psthog-wxa.example")]
    public void A_request_names_host_and_port_as_a_URI_writes_them(string origin, string authority)
    {
        using var handler = new SocketsHttpHandler();
        var to = Http2Origin.Of(origin, handler);
        using var pool = to.Pool;

        Assert.Equal((origin, authority), (to.Origin, to.Authority));
    }
}
