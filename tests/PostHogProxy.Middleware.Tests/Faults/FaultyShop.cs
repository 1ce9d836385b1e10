using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using PostHogProxy.Middleware.Tests.Hosting;

namespace PostHogProxy.Middleware.Tests.Faults;

/// <summary>An app on Kestrel with the proxy, and both of PostHog's hosts in raw sockets; it counts what the proxy holds open.</summary>
internal sealed class FaultyShop : IAsyncDisposable
{
    private const string TimeoutKey = "PostHogProxy:ResponseTimeout";

    // Long enough for a loaded machine to answer in, where the answer comes.
    private static readonly TimeSpan Short = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(25);

    private readonly WebApplication _app;
    private readonly ListLogger _log = new();
    private readonly MeterListener _listener = new();
    private readonly ConcurrentQueue<string> _failures = new();
    private readonly ConcurrentQueue<long> _bodies = new();
    private int _sockets;
    private long _active;

    private FaultyShop(Fault fault)
    {
        Assets = new(fault, Halfway.Task, Changes, _bodies.Enqueue);
        Ingest = new(fault, Halfway.Task, Changes, _bodies.Enqueue);
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.Configuration.AddInMemoryCollection([KeyValuePair.Create(TimeoutKey, (string?)(fault.Stalls ? Short : Long).ToString())]);
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Services.AddRoutingCore().AddMetrics();
        builder.Logging.ClearProviders().AddProvider(_log);
        _app = builder.Build();
        Listen(_app.Services.GetRequiredService<IMeterFactory>());
        _app.MapPostHogProxy("/k3fw", PostHogRegion.Eu, options =>
        {
            options.ConnectTimeout = fault.Stalls ? Short : Long;
            options.ConfigureHandler = Connect;

            // The table says what comes of each request that goes to PostHog; what is kept from it is in Caching.
            options.AssetCache.Enabled = false;
        });
    }

    public Changes Changes { get; } = new();

    /// <summary>Over when the visitor has the head of an answer: only then can a body be broken off.</summary>
    public TaskCompletionSource Halfway { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public FaultyHost Assets { get; }

    public FaultyHost Ingest { get; }

    public int Port => new Uri(_app.Urls.First()).Port;

    public int Asked => Assets.Asked + Ingest.Asked;

    /// <summary>Sockets to PostHog that the proxy has opened and not closed.</summary>
    public int Sockets => Volatile.Read(ref _sockets);

    /// <summary>What the metric of the same name says.</summary>
    public long ActiveRequests => Interlocked.Read(ref _active);

    public string Failures => string.Join(' ', _failures);

    /// <summary>The lengths of the bodies that PostHog took for whole.</summary>
    public IReadOnlyCollection<long> Bodies => _bodies;

    /// <summary>The ids of what was logged as a warning or worse.</summary>
    public IEnumerable<string> Warnings => _log.Lines
        .Where(line => line.StartsWith("Warning ", StringComparison.Ordinal) || line.StartsWith("Error ", StringComparison.Ordinal))
        .Select(line => line.Split(':')[0].Split(' ')[1]);

    public static async Task<FaultyShop> OpenAsync(Fault fault)
    {
        var shop = new FaultyShop(fault);
        await shop._app.StartAsync();
        return shop;
    }

    /// <summary>PostHog is well again, and nobody need hurry.</summary>
    public void Recover()
    {
        Assets.Recover();
        Ingest.Recover();
        _app.Configuration[TimeoutKey] = Long.ToString();
        ((IConfigurationRoot)_app.Configuration).Reload();
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync(CancellationToken.None);
        await _app.DisposeAsync();
        _listener.Dispose();
        await Assets.DisposeAsync();
        await Ingest.DisposeAsync();
    }

    private void Connect(SocketsHttpHandler handler)
    {
        handler.SslOptions.CertificateChainPolicy = UpstreamCertificate.Trust();
        handler.ConnectCallback = (context, cancellation) =>
            (context.DnsEndPoint.Host.Contains("assets", StringComparison.Ordinal) ? Assets : Ingest)
                .ConnectAsync(socket => new CountedSocket(socket, this), cancellation);

        // A connection that PostHog closed while nobody used it is found every second then, not only by the next request.
        handler.PooledConnectionIdleTimeout = TimeSpan.FromSeconds(4);
    }

    private void Listen(IMeterFactory factory)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == "PostHogProxy" && instrument.Meter.Scope == factory)
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) =>
        {
            if (instrument.Name == "posthog_proxy.active_requests")
            {
                Interlocked.Add(ref _active, value);
                Changes.Tell();
            }
            else if (instrument.Name == "posthog_proxy.failures")
            {
                _failures.Enqueue((string)tags.ToArray().Single(tag => tag.Key == "error.type").Value!);
            }
        });
        _listener.Start();
    }

    private sealed class CountedSocket : NetworkStream
    {
        private readonly FaultyShop _shop;
        private int _isDisposed;

        public CountedSocket(Socket socket, FaultyShop shop)
            : base(socket, ownsSocket: true)
        {
            _shop = shop;
            Interlocked.Increment(ref shop._sockets);
        }

        protected override void Dispose(bool disposing)
        {
            base.Dispose(disposing);
            if (Interlocked.Exchange(ref _isDisposed, 1) == 0)
            {
                Interlocked.Decrement(ref _shop._sockets);
                _shop.Changes.Tell();
            }
        }
    }
}
