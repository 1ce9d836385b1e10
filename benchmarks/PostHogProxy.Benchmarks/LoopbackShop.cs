using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace PostHogProxy.Benchmarks;

/// <summary>
/// An app with the proxy on a real Kestrel, and one browser's connection to it that allocates nothing. PostHog is a handler that answers at
/// once, so that what is counted is the server's and ours, and not that of a second server.
/// </summary>
internal sealed class LoopbackShop : IDisposable
{
    private readonly WebApplication _app;
    private readonly Socket _browser;
    private readonly byte[] _answer = new byte[512 * 1024];

    public LoopbackShop()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.Map("/floor/{**path}", ReadAsync);
        _app.Map("/floor/static/array.js", WriteScriptAsync);
        _app.MapPostHogProxy("/k3fw", PostHogRegion.Eu, options => options.WrapHandler = handler =>
        {
            handler.Dispose();
            return new PromptPostHog();
        });
        _app.Start();
        _browser = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        _browser.Connect(IPAddress.Loopback, new Uri(_app.Urls.First()).Port);
    }

    public static byte[] Event(string path) =>
    [
        .. Encoding.ASCII.GetBytes(
            $"POST {path} HTTP/1.1\r\nHost: shop.example\r\nUser-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36\r\nAccept: */*\r\n"
            + "Accept-Language: en-GB,en;q=0.9\r\nAccept-Encoding: gzip, deflate, br\r\nOrigin: https://shop.example\r\nReferer: https://shop.example/cart\r\n"
            + "Cookie: session=4f1c0b7e9a2d4c6f8e0a1b2c3d4e5f60\r\nContent-Type: text/plain\r\nContent-Length: 2048\r\n\r\n"),
        .. new byte[2048],
    ];

    public static byte[] Script(string path, string? etag = null) => Encoding.ASCII.GetBytes(
        $"GET {path} HTTP/1.1\r\nHost: shop.example\r\nAccept: */*\r\nAccept-Encoding: gzip, deflate, br\r\n"
        + (etag is null ? "" : $"If-None-Match: {etag}\r\n") + "\r\n");

    /// <summary>Sends a request and waits for its answer; the bytes of it.</summary>
    public int Exchange(byte[] request)
    {
        _browser.Send(request);
        var length = 0;
        while (true)
        {
            length += _browser.Receive(_answer.AsSpan(length));
            var head = _answer.AsSpan(0, length).IndexOf("\r\n\r\n"u8);
            if (head >= 0 && length >= head + 4 + ContentLength(_answer.AsSpan(0, head)))
            {
                return _answer[9] is (byte)'2' or (byte)'3' ? length : throw new InvalidOperationException(Encoding.ASCII.GetString(_answer, 0, length));
            }
        }
    }

    public void Dispose()
    {
        _browser.Dispose();
        _app.StopAsync().GetAwaiter().GetResult();
        ((IDisposable)_app).Dispose();
    }

    private static int ContentLength(ReadOnlySpan<byte> head)
    {
        var at = head.IndexOf("Content-Length: "u8);
        var length = 0;
        for (var i = at + "Content-Length: ".Length; at >= 0 && i < head.Length && head[i] is >= (byte)'0' and <= (byte)'9'; i++)
        {
            length = (length * 10) + head[i] - '0';
        }

        return length;
    }

    private static async Task ReadAsync(HttpContext context)
    {
        while (true)
        {
            var read = await context.Request.BodyReader.ReadAsync();
            context.Request.BodyReader.AdvanceTo(read.Buffer.End);
            if (read.IsCompleted)
            {
                context.Response.ContentLength = PromptPostHog.Ok.Length;
                await context.Response.Body.WriteAsync(PromptPostHog.Ok);
                return;
            }
        }
    }

    // In one buffer, which is what a server can do best without sendfile.
    private static async Task WriteScriptAsync(HttpContext context)
    {
        context.Response.ContentLength = PromptPostHog.Script.Length;
        await context.Response.StartAsync();
        PromptPostHog.Script.CopyTo(context.Response.BodyWriter.GetSpan(PromptPostHog.Script.Length));
        context.Response.BodyWriter.Advance(PromptPostHog.Script.Length);
        await context.Response.BodyWriter.FlushAsync();
    }
}
