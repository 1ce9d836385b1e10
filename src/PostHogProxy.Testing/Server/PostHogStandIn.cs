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
using PostHogProxy.Testing.Journal;
using PostHogProxy.Testing.Server;

namespace PostHogProxy.Testing;

/// <summary>
/// A PostHog on 127.0.0.1: ingest, assets and app hosts of both regions, each with its own name as at PostHog. It is
/// written from the wire facts, apart from the proxy's own code, and is stricter than PostHog.
/// </summary>
public sealed class PostHogStandIn : IAsyncDisposable
{
    private static readonly TimeSpan DefaultPatience = TimeSpan.FromSeconds(10);

    private readonly WebApplication _app;
    private readonly X509Certificate2? _certificateWithKey;
    private readonly X509Certificate2? _certificate;
    private readonly AttachedProxies _proxies = new();

    private PostHogStandIn(WebApplication app, X509Certificate2? certificateWithKey, StandInJournal journal)
    {
        _app = app;
        _certificateWithKey = certificateWithKey;
        Journal = journal;
        _certificate = certificateWithKey is null ? null : X509CertificateLoader.LoadCertificate(certificateWithKey.RawData);
        var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>();
        Origin = new Uri(addresses!.Addresses.Single());
    }

    /// <summary>The port on 127.0.0.1.</summary>
    public int Port => Origin.Port;

    /// <summary>Its own address, such as <c>https://127.0.0.1:40123</c>: what <c>IngestOrigin</c> of an app in another process is set to.</summary>
    public Uri Origin { get; }

    /// <summary>What it shows for every host it answers for, without its key. Its own is self-signed, and fresh at every start.</summary>
    /// <exception cref="InvalidOperationException">It speaks plain HTTP.</exception>
    public X509Certificate2 Certificate => _certificate ?? throw new InvalidOperationException(
        $"The stand-in speaks plain HTTP, so that nobody reaches it under PostHog's names. Leave StandInOptions.Http out, or set IngestOrigin to {Origin}.");

    /// <summary>What reached it.</summary>
    public StandInJournal Journal { get; }

    /// <summary>Starts it on a free port of 127.0.0.1. It ends with <see cref="DisposeAsync"/>.</summary>
    /// <param name="options">Its projects, port and limits; null for two demo projects on a free port.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    /// <exception cref="ArgumentException">A project of the options has no token, or is in both regions.</exception>
    public static async Task<PostHogStandIn> StartAsync(StandInOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new StandInOptions();
        var journal = new StandInJournal(options.JournalCapacity, options.JournalBodyBytes);
        var pipeline = new Pipeline(journal, options);
        var certificate = options.Http ? null : options.Certificate is { } given ? new X509Certificate2(given) : StandInCertificate.Create();

        // Empty: no configuration, so no ASPNETCORE_ variable of the process around it can move or change it.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddSingleton<IHostLifetime, OwnersLifetime>();
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
                if (certificate is not null)
                {
                    listen.UseHttps(certificate);
                }
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
            certificate?.Dispose();
            throw;
        }
    }

    /// <summary>
    /// What should not have reached PostHog, or not like this, in a sentence each, oldest first: a token of nobody or of the other region, a body that
    /// cannot be read, a cookie, a header about the visitor or your app, a path that PostHog does not know.
    /// </summary>
    public IReadOnlyList<string> Problems => [.. Journal.Requests.SelectMany(request => request.Problems)];

    /// <summary>Waits for an event of this name: one that has come, or the first that comes.</summary>
    /// <param name="name">The event's name, such as <c>checkout completed</c> or <c>$pageview</c>.</param>
    /// <param name="timeout">How long to wait; 10 seconds if you leave it out. posthog-js itself keeps an event for up to 3 seconds.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The event.</returns>
    /// <exception cref="TimeoutException">None came in time. The message says what came instead, and what was wrong with it.</exception>
    public Task<StandInEvent> WaitForEventAsync(string name, TimeSpan? timeout = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        return WaitForEventAsync($"event '{name}'", captured => captured.Event == name, timeout, cancellationToken);
    }

    /// <summary>Waits for an event that you describe: one that has come, or the first that comes.</summary>
    /// <param name="match">Which event is meant.</param>
    /// <param name="timeout">How long to wait; 10 seconds if you leave it out.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The event.</returns>
    /// <exception cref="TimeoutException">None came in time. The message says what came instead, and what was wrong with it.</exception>
    public Task<StandInEvent> WaitForEventAsync(Func<StandInEvent, bool> match, TimeSpan? timeout = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(match);
        return WaitForEventAsync("event that matches", match, timeout, cancellationToken);
    }

    private async Task<StandInEvent> WaitForEventAsync(string what, Func<StandInEvent, bool> match, TimeSpan? timeout, CancellationToken cancellationToken)
    {
        var limit = timeout ?? DefaultPatience;
        using var late = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        late.CancelAfter(limit);
        try
        {
            return await Journal.WaitForEventAsync(match, late.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException(MissedEvent.Message(what, limit, Journal.Requests, _proxies.Notes()));
        }
    }

    internal void Attach(PostHogProxyOptions options) => _proxies.Add(options);

    /// <summary>
    /// Whatever host the handler is asked for, it connects here and trusts exactly this server's certificate. Names
    /// are still checked: the certificate has PostHog's hosts on it and no others.
    /// </summary>
    /// <param name="handler">The handler of the proxy, or of a client of your own.</param>
    public void ConnectFrom(SocketsHttpHandler handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        var trust = StandInCertificate.TrustOnly(Certificate);

        // An egress proxy would be asked first, and a check of the app's own knows no stand-in.
        handler.UseProxy = false;
        handler.SslOptions.RemoteCertificateValidationCallback = null;
        handler.SslOptions.CertificateChainPolicy = trust;
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
        _certificateWithKey?.Dispose();
        _certificate?.Dispose();
    }
}
