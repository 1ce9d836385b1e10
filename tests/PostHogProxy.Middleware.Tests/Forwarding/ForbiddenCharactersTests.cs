using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using PostHogProxy.Middleware.Tests.Faults;
using PostHogProxy.Middleware.Tests.Hosting;

namespace PostHogProxy.Middleware.Tests.Forwarding;

/// <summary>RFC 9112, 2.2 and 3.2: what no request line may have never goes on, whatever the server lets through.</summary>
public sealed class ForbiddenCharactersTests
{
    public static TheoryData<int> Characters => [.. Enumerable.Range(0, 0x20), 0x7F, '#', 0x80, 0xA0, 0xE9, 0xFF];

    [Theory]
    [MemberData(nameof(Characters))]
    public async Task A_character_that_no_target_may_have_is_400_and_reaches_nobody(int character)
    {
        await using var shop = await OpenAsync(HttpProtocols.Http1);
        foreach (var target in new[] { "/k3fw/static/a{0}b.js", "/k3fw/flags/?v=2&a={0}b", "/k3fw/{0}", "http://shop.example/k3fw/e/?{0}" })
        {
            var status = await RawHttp.SendAsync(shop.Port, target.Replace("{0}", $"{(char)character}", StringComparison.Ordinal));

            Assert.StartsWith("HTTP/1.1 400", status, StringComparison.Ordinal);
        }

        Assert.Empty(shop.Forwarded);
    }

    [Theory]
    [MemberData(nameof(Characters))]
    [InlineData(' ')]
    public async Task Over_HTTP2_it_reaches_nobody_either(int character)
    {
        await using var shop = await OpenAsync(HttpProtocols.Http2);
        foreach (var target in new[] { "/k3fw/static/a{0}b.js", "/k3fw/flags/?v=2&a={0}b" })
        {
            await SendHttp2Async(shop.Port, target.Replace("{0}", $"{(char)character}", StringComparison.Ordinal));
        }

        Assert.Empty(shop.Forwarded);
    }

    // The same characters, as a client writes them.
    [Theory]
    [InlineData("/k3fw/flags/?v=2&a=%0D%0A%20%23")]
    [InlineData("/k3fw/flags/?v=2&a={}|\"<>^`[]")]
    public async Task What_is_escaped_and_what_is_only_unusual_passes_as_it_was_written(string target)
    {
        await using var shop = await OpenAsync(HttpProtocols.Http1);

        await RawHttp.SendAsync(shop.Port, target);

        Assert.Equal(target["/k3fw".Length..], Assert.Single(shop.Forwarded).RawTarget);
    }

    [Theory]
    [InlineData("Retry-After", "é")]
    [InlineData("Vary", "Origin, é")]
    [InlineData("ETag", "\"é\"")]
    [InlineData("Access-Control-Allow-Headers", "é")]
    public async Task A_header_of_PostHogs_that_is_not_ASCII_costs_no_event(string name, string value)
    {
        await using var shop = await Shop.OpenAsync((app, connect) => app.MapPostHogProxy("/k3fw", PostHogRegion.Eu, options =>
        {
            connect(options);
            options.WrapHandler = inner => new Adding(inner, name, value);
        }), postHog: new() { Intercept = (context, _) => context.Response.WriteAsJsonAsync(new { status = 1 }) });

        foreach (var path in new[] { "/k3fw/e/", "/k3fw/flags/?v=2" })
        {
            using var response = await shop.Client.PostAsync(path, new StringContent("{}"), TestContext.Current.CancellationToken);

            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            Assert.False(response.Headers.NonValidated.TryGetValues(name, out var values) && values.ToString().Contains('é', StringComparison.Ordinal));
            Assert.Equal("application/json", response.Content.Headers.ContentType?.MediaType);
        }

        using var script = await shop.Client.GetAsync("/k3fw/static/array.js", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, script.StatusCode);
    }

    private static Task<Shop> OpenAsync(HttpProtocols protocols) => Shop.OpenAsync(
        (app, connect) => app.MapPostHogProxy("/k3fw", PostHogRegion.Eu, connect),
        builder => builder.WebHost.ConfigureKestrel(kestrel => kestrel.ConfigureEndpointDefaults(endpoint => endpoint.Protocols = protocols)));

    // Until the stream has its answer, or its reset.
    private static async Task SendHttp2Async(int port, string target)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, port, TestContext.Current.CancellationToken);
        await using var stream = new NetworkStream(socket);
        byte[] all =
        [
            .. "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8,
            .. Http2Frame.Settings().Wire(),
            .. Http2Frame.Headers(1, isEnd: true, (":method", "GET"), (":scheme", "http"), (":authority", "shop.example"), (":path", target)).Wire(),
        ];
        await stream.WriteAsync(all, TestContext.Current.CancellationToken);
        var head = new byte[9];
        while (await stream.ReadAtLeastAsync(head, 9, throwOnEndOfStream: false, TestContext.Current.CancellationToken) == 9)
        {
            var (length, type) = ((head[0] << 16) | (head[1] << 8) | head[2], (FrameType)head[3]);
            await stream.ReadExactlyAsync(new byte[length], TestContext.Current.CancellationToken);
            if (type is FrameType.Headers or FrameType.Reset or FrameType.GoAway)
            {
                return;
            }
        }
    }

    private sealed class Adding(HttpMessageHandler inner, string name, string value) : DelegatingHandler(inner)
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var response = await base.SendAsync(request, cancellationToken);
            response.Headers.Remove(name);
            Assert.True(response.Headers.TryAddWithoutValidation(name, value));
            return response;
        }
    }
}
