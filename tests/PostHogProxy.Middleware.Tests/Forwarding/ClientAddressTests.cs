using System.Net;
using CsCheck;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Logging;
using PostHogProxy.Forwarding.Headers;
using PostHogProxy.Middleware.Tests.Hosting;

namespace PostHogProxy.Middleware.Tests.Forwarding;

public sealed class ClientAddressTests
{
    [Theory]
    [InlineData("203.0.113.77", ClientAddressMode.Forward, "203.0.113.77")]
    [InlineData("203.0.113.77", ClientAddressMode.Truncate, "203.0.113.0")]
    [InlineData("203.0.113.77", ClientAddressMode.Omit, null)]
    [InlineData("::ffff:203.0.113.77", ClientAddressMode.Forward, "203.0.113.77")]
    [InlineData("::ffff:203.0.113.77", ClientAddressMode.Truncate, "203.0.113.0")]
    [InlineData("2001:db8:1:2:3:4:5:6", ClientAddressMode.Forward, "2001:db8:1:2:3:4:5:6")]
    [InlineData("2001:db8:1:2:3:4:5:6", ClientAddressMode.Truncate, "2001:db8:1::")]
    [InlineData("fe80::1%3", ClientAddressMode.Forward, "fe80::1")]
    public void An_address_is_told_as_the_option_says(string remote, ClientAddressMode mode, string? told) =>
        Assert.Equal(told, Written(IPAddress.Parse(remote), mode));

    [Fact]
    public void A_connection_without_an_address_tells_none() => Assert.Null(Written(null, ClientAddressMode.Forward));

    [Fact]
    public void A_truncated_address_never_tells_the_host() =>
        Gen.Byte.Array[4].Sample(bytes =>
            Written(new IPAddress(bytes), ClientAddressMode.Truncate) == $"{bytes[0]}.{bytes[1]}.{bytes[2]}.0");

    [Fact]
    public async Task The_address_is_the_one_that_the_forwarded_headers_middleware_found()
    {
        var log = new ListLogger();
        await using var shop = await OpenAsync(log, consumes: true);

        await SendAsync(shop);

        Assert.Equal("203.0.113.9", Assert.Single(Assert.Single(shop.PostHog.Journal.Requests).HeaderValues("X-Forwarded-For")));
        Assert.DoesNotContain(log.Lines, line => line.Contains("UseForwardedHeaders", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_forwarded_address_that_nobody_reads_is_warned_of_once()
    {
        var log = new ListLogger();
        await using var shop = await OpenAsync(log, consumes: false);

        await SendAsync(shop);
        await SendAsync(shop);

        Assert.Single(log.Lines, line => line.StartsWith("Warning 10:", StringComparison.Ordinal) && line.Contains("UseForwardedHeaders", StringComparison.Ordinal));
        Assert.All(shop.PostHog.Journal.Requests, request => Assert.Equal("127.0.0.1", Assert.Single(request.HeaderValues("X-Forwarded-For"))));
    }

    private static Task<string> SendAsync(Shop shop) =>
        RawHttp.SendAsync(shop.Port, "/k3fw/static/array.js", "X-Forwarded-For: 203.0.113.9\r\n");

    private static Task<Shop> OpenAsync(ListLogger log, bool consumes) => Shop.OpenAsync(
        (app, connect) =>
        {
            if (consumes)
            {
                app.UseForwardedHeaders(new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedFor });
            }

            app.UseRouting();
            app.MapPostHogProxy("/k3fw", PostHogRegion.Eu, connect);
        },
        builder => builder.Logging.AddProvider(log),
        assetCache: false);

    private static string? Written(IPAddress? remote, ClientAddressMode mode)
    {
        var text = new char[ClientAddress.Longest];
        return ClientAddress.TryWrite(remote, mode, text, out var length) ? new(text, 0, length) : null;
    }
}
