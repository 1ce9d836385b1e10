using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace PostHogProxy.Http2.Tests.Servers;

/// <summary>
/// The app that all servers show: Kestrel itself over HTTP/2 with TLS, and the others as a reverse proxy in front of Kestrel over HTTP/1.1.
/// </summary>
internal sealed class KestrelServer : IAsyncDisposable
{
    private const int SmallLimit = 1024 * 1024;

    private readonly WebApplication _app;

    private KestrelServer(WebApplication app) => _app = app;

    public int Port => new Uri(_app.Urls.First()).Port;

    /// <param name="certificate">With one it speaks TLS.</param>
    /// <param name="protocols">HTTP/2 over TLS and HTTP/1.1 without, where nothing else is said.</param>
    public static async Task<KestrelServer> StartAsync(Certificate? certificate, HttpProtocols? protocols = null)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.Logging.SetMinimumLevel(LogLevel.None);
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(options =>
        {
            options.Limits.MaxRequestBodySize = 64 * 1024 * 1024;
            options.Listen(IPAddress.Loopback, 0, listen =>
            {
                listen.Protocols = protocols ?? (certificate is null ? HttpProtocols.Http1 : HttpProtocols.Http2);
                if (certificate is not null)
                {
                    listen.UseHttps(certificate.Value);
                }
            });
        });
        var app = builder.Build();
        app.Run(AnswerAsync);
        await app.StartAsync(TestContext.Current.CancellationToken);
        return new(app);
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private static async Task AnswerAsync(HttpContext context)
    {
        var (request, response) = (context.Request, context.Response);
        switch (request.Path.Value!.Split('/') is [_, var first, .. var rest] ? (first, rest) : default)
        {
            case ("hello", _):
                response.Headers["x-query"] = request.QueryString.Value;
                response.ContentLength = 5;
                if (!HttpMethods.IsHead(request.Method))
                {
                    await response.WriteAsync("hello");
                }

                break;
            case ("bytes", [var length]):
                response.ContentLength = int.Parse(length, CultureInfo.InvariantCulture);
                await response.Body.WriteAsync(Numbered((int)response.ContentLength));
                break;
            case ("small", _) when request.ContentLength > SmallLimit:
                // The servers in front have this limit themselves.
                context.Features.Get<IHttpMaxRequestBodySizeFeature>()!.MaxRequestBodySize = SmallLimit;
                response.StatusCode = StatusCodes.Status413PayloadTooLarge;
                break;
            default:
                var hash = await SHA256.HashDataAsync(request.Body, context.RequestAborted);
                await response.WriteAsync($"{request.Method} {Convert.ToHexStringLower(hash)}");
                break;
        }
    }

    /// <summary>Bytes of which each says where it stands.</summary>
    public static byte[] Numbered(int length)
    {
        var bytes = new byte[length];
        for (var at = 0; at < length; at++)
        {
            bytes[at] = (byte)(at ^ (at >> 8) ^ (at >> 16));
        }

        return bytes;
    }
}
