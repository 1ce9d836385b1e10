using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using PostHogProxy.Testing.Hosts;

namespace PostHogProxy.Testing.Panel;

/// <summary>The panel at an address of its own, for an app in another process.</summary>
internal sealed class PanelServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private PanelServer(WebApplication app)
    {
        _app = app;
        Address = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
    }

    public Uri Address { get; }

    /// <param name="postHog">What it shows.</param>
    /// <param name="port">The port on 127.0.0.1; 0 takes any free one.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    public static async Task<PanelServer> StartAsync(PostHogStandIn postHog, int port, CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddRoutingCore();
        builder.Services.AddSingleton<IHostLifetime, OwnersLifetime>();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(1));
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(IPAddress.Loopback, port);
        });
        var app = builder.Build();
        app.Use((context, next) =>
        {
            // A page of somebody else's, whose name was made to mean this machine, reads nothing.
            if (!UpstreamHost.IsThisMachine(context.Request.Host.Host))
            {
                context.Response.StatusCode = StatusCodes.Status421MisdirectedRequest;
                return Task.CompletedTask;
            }

            return next(context);
        });
        app.MapPostHogStandInPanel("/", postHog);
        try
        {
            await app.StartAsync(cancellationToken).ConfigureAwait(false);
            return new PanelServer(app);
        }
        catch
        {
            await app.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync().ConfigureAwait(false);
        await _app.DisposeAsync().ConfigureAwait(false);
    }
}
