using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using PostHogProxy.Testing.Hosts;
using PostHogProxy.Testing.Server;

namespace PostHogProxy.Testing;

/// <summary>
/// A PostHog on 127.0.0.1: ingest, assets and app hosts of both regions, told apart by name as at PostHog. It is
/// written from the wire facts, apart from the proxy's own code, and is stricter than PostHog.
/// </summary>
public sealed class PostHogStandIn : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly X509Certificate2 _certificateWithKey;

    private PostHogStandIn(WebApplication app, X509Certificate2 certificateWithKey, StandInJournal journal)
    {
        _app = app;
        _certificateWithKey = certificateWithKey;
        Journal = journal;
        Certificate = X509CertificateLoader.LoadCertificate(certificateWithKey.RawData);
        var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>();
        Port = new Uri(addresses!.Addresses.Single()).Port;
    }

    /// <summary>The port on 127.0.0.1, TLS only.</summary>
    public int Port { get; }

    /// <summary>Self-signed, fresh at every start, for every host it answers for. Without its key.</summary>
    public X509Certificate2 Certificate { get; }

    /// <summary>What reached it.</summary>
    public StandInJournal Journal { get; }

    /// <summary>Starts it on a free port of 127.0.0.1. It ends with <see cref="DisposeAsync"/>.</summary>
    /// <param name="options">Its projects, port and limits; null for two demo projects on a free port.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    public static async Task<PostHogStandIn> StartAsync(StandInOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new StandInOptions();
        var certificate = StandInCertificate.Create();
        var journal = new StandInJournal(options.JournalCapacity, options.JournalBodyBytes);
        var pipeline = new Pipeline(journal, options);

        // Empty: no configuration, so no ASPNETCORE_ variable of the process around it can move or change it.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(1));
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            // Limits are PostHog's to judge, per path; Kestrel's 30,000,000 bytes and 240 bytes/s would judge first.
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Limits.MinRequestBodyDataRate = null;
            kestrel.Limits.Http2.InitialConnectionWindowSize =
                options.Http2ConnectionWindow ?? kestrel.Limits.Http2.InitialConnectionWindowSize;
            kestrel.Listen(IPAddress.Loopback, options.Port, listen =>
            {
                listen.Protocols = options.Protocols;
                listen.UseHttps(certificate);
            });
        });

        var app = builder.Build();
        app.Run(pipeline.RunAsync);
        try
        {
            await app.StartAsync(cancellationToken).ConfigureAwait(false);
            return new PostHogStandIn(app, certificate, journal);
        }
        catch
        {
            await app.DisposeAsync().ConfigureAwait(false);
            certificate.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Whatever host the handler is asked for, it connects here and trusts exactly this server's certificate. Names
    /// are still checked: the certificate has PostHog's hosts on it and no others.
    /// </summary>
    /// <param name="handler">The handler of the proxy, or of a client of your own.</param>
    public void ConnectFrom(SocketsHttpHandler handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        handler.SslOptions.CertificateChainPolicy = StandInCertificate.TrustOnly(Certificate);
        handler.ConnectCallback = async (_, cancellationToken) =>
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                await socket.ConnectAsync(IPAddress.Loopback, Port, cancellationToken).ConfigureAwait(false);
                return new NetworkStream(socket, ownsSocket: true);
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        };
    }

    /// <summary>Ends it. Its port is free then.</summary>
    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync().ConfigureAwait(false);
        await _app.DisposeAsync().ConfigureAwait(false);
        _certificateWithKey.Dispose();
    }

    /// <summary>Lives as long as its owner says; the default lifetime would take the process's Ctrl+C for itself.</summary>
    private sealed class NoLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
