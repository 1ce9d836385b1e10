using System.IO.Pipelines;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using PostHogProxy.Middleware.Tests.Hosting;
using PostHogProxy.Testing;

namespace PostHogProxy.Middleware.Tests.Forwarding;

/// <summary>PostHog gives an upload up that brings nothing for a while, so what a slow visitor has sent may not lie in the proxy.</summary>
public sealed class SlowUploadTests
{
    private const int Length = 400_000;

    [Theory(Timeout = 60_000)]
    [InlineData(HttpProtocols.Http1)]
    [InlineData(HttpProtocols.Http2)]
    public async Task What_a_visitor_has_sent_goes_on_although_nothing_follows_it(HttpProtocols protocols)
    {
        var arrived = Channel.CreateUnbounded<int>();
        await using var shop = await OpenAsync(arrived.Writer, protocols);
        using var visitor = await BeginAsync(shop);

        foreach (var portion in new[] { 1, 30_000, 500, 70_000, 10 })
        {
            await visitor.SendAsync(new byte[portion], TestContext.Current.CancellationToken);
            await UntilAsync(arrived.Reader, portion);
        }

        await visitor.SendAsync(new byte[Length - 100_511], TestContext.Current.CancellationToken);
        await UntilAsync(arrived.Reader, Length - 100_511);
        Assert.StartsWith("HTTP/1.1 200", await ReadAsync(visitor), StringComparison.Ordinal);
    }

    [Theory(Timeout = 60_000)]
    [InlineData(PostHogTransport.Auto)]
    [InlineData(PostHogTransport.SocketsHttpHandler)]
    public async Task An_upload_whose_reading_the_app_calls_off_never_looks_whole(PostHogTransport transport)
    {
        var arrived = Channel.CreateUnbounded<int>();
        var brokenOff = new TaskCompletionSource<bool>();
        PipeReader? body = null;
        await using var shop = await Shop.OpenAsync(
            (app, connect) =>
            {
                app.Use((context, next) =>
                {
                    body = context.Request.BodyReader;
                    return next(context);
                });
                app.MapPostHogProxy("/k3fw", PostHogRegion.Eu, options =>
                {
                    connect(options);
                    options.Transport = transport;
                });
            },
            postHog: new StandInOptions
            {
                Intercept = async (context, _) =>
                {
                    try
                    {
                        await CountAsync(context, arrived.Writer);
                        brokenOff.TrySetResult(false);
                    }
                    catch (Exception)
                    {
                        brokenOff.TrySetResult(true);
                        throw;
                    }
                },
            });
        using var visitor = await BeginAsync(shop);
        await visitor.SendAsync(new byte[30_000], TestContext.Current.CancellationToken);
        await UntilAsync(arrived.Reader, 30_000);

        body!.CancelPendingRead();

        Assert.True(await brokenOff.Task);
        Assert.StartsWith("HTTP/1.1 502", await ReadAsync(visitor), StringComparison.Ordinal);
    }

    private static Task<Shop> OpenAsync(ChannelWriter<int> arrived, HttpProtocols protocols) => Shop.OpenAsync(
        (app, connect) => app.MapPostHogProxy("/k3fw", PostHogRegion.Eu, connect),
        postHog: new StandInOptions { Intercept = (context, _) => CountAsync(context, arrived), Protocols = protocols });

    private static async Task CountAsync(HttpContext context, ChannelWriter<int> arrived)
    {
        var buffer = new byte[16_384];
        for (int read; (read = await context.Request.Body.ReadAsync(buffer, context.RequestAborted)) > 0;)
        {
            arrived.TryWrite(read);
        }
    }

    private static async Task UntilAsync(ChannelReader<int> arrived, int count)
    {
        while (count > 0)
        {
            count -= await arrived.ReadAsync(TestContext.Current.CancellationToken);
        }

        Assert.Equal(0, count);
    }

    private static async Task<Socket> BeginAsync(Shop shop)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(IPAddress.Loopback, shop.Port, TestContext.Current.CancellationToken);
        var head = $"POST /k3fw/s/ HTTP/1.1\r\nHost: shop.example\r\nContent-Length: {Length}\r\n\r\n";
        await socket.SendAsync(Encoding.ASCII.GetBytes(head), TestContext.Current.CancellationToken);
        return socket;
    }

    private static async Task<string> ReadAsync(Socket socket)
    {
        var buffer = new byte[1000];
        return Encoding.ASCII.GetString(buffer, 0, await socket.ReceiveAsync(buffer, TestContext.Current.CancellationToken));
    }
}
