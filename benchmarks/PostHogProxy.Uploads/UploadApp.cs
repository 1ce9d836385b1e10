using System.Net.Security;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace PostHogProxy.Uploads;

/// <summary>The process that is measured: an app with the proxy, or with an endpoint that reads the body itself.</summary>
internal static class UploadApp
{
    /// <summary>Prints its address; at the first line of input it measures itself at rest, at the second it prints its peak and ends.</summary>
    public static async Task<int> RunAsync(string kind, bool limitsReadBuffer)
    {
        var upstream = await Console.In.ReadLineAsync() ?? "";
        using var pool = new KestrelPool();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        if (limitsReadBuffer)
        {
            builder.Services.Configure<SocketTransportOptions>(sockets => sockets.MaxReadBufferSize = 64 * 1024);
        }

        var app = builder.Build();
        if (kind == "proxy")
        {
            app.MapPostHogProxy("/k3fw", PostHogRegion.Eu, options => options.ConfigureHandler = handler => Connect(handler, upstream));
        }
        else
        {
            app.MapPost("/k3fw/s/", async context =>
            {
                context.Features.Get<IHttpMaxRequestBodySizeFeature>()!.MaxRequestBodySize = null;
                await Pace.ReadAsync(context.Request.Body, context.RequestAborted);
                context.Response.StatusCode = StatusCodes.Status200OK;
            });
        }

        await app.StartAsync();
        Console.WriteLine(app.Urls.First());
        await Console.In.ReadLineAsync();
        var atRest = Environment.WorkingSet;
        Console.WriteLine("measured at rest");
        await Console.In.ReadLineAsync();
        Console.WriteLine(pool.Peak(atRest).ToLine());
        await app.StopAsync();
        return 0;
    }

    private static void Connect(SocketsHttpHandler handler, string upstream)
    {
        var address = new Uri(upstream);
        handler.ConnectCallback = async (_, cancellationToken) =>
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            await socket.ConnectAsync(address.Host, address.Port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        };

        // The certificate of the run, handed over by its thumbprint: anything else is refused.
        var thumbprint = address.Fragment.TrimStart('#');
        handler.SslOptions = new SslClientAuthenticationOptions
        {
            RemoteCertificateValidationCallback = (_, certificate, _, _) => certificate?.GetCertHashString() == thumbprint,
        };
    }
}
