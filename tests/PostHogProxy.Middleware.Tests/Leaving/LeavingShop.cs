using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using PostHogProxy.Middleware.Tests.Hosting;
using PostHogProxy.Testing;

namespace PostHogProxy.Middleware.Tests.Leaving;

/// <summary>An app with the proxy that counts whom each failure is laid to. PostHog reads whatever it gets.</summary>
internal sealed class LeavingShop : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly PostHogStandIn _postHog;
    private readonly ListLogger _log = new();
    private readonly MeterListener _listener = new();
    private readonly ConcurrentDictionary<string, int> _failures = new();
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _arrived;
    private readonly SemaphoreSlim _more = new(0);

    private LeavingShop(PostHogStandIn postHog, TimeSpan responseTimeout, ConcurrentDictionary<string, TaskCompletionSource> arrived)
    {
        _postHog = postHog;
        _arrived = arrived;
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, 0, endpoint => endpoint.Protocols = HttpProtocols.Http1);
            kestrel.Listen(IPAddress.Loopback, 0, endpoint => endpoint.Protocols = HttpProtocols.Http2);
        });
        builder.Services.AddRoutingCore().AddMetrics();
        builder.Logging.ClearProviders().AddProvider(_log)
            // What the server says of its own connections is another matter.
            .AddFilter("Microsoft", LogLevel.None).AddFilter("PostHogProxy", LogLevel.Debug);
        _app = builder.Build();
        Listen(_app.Services.GetRequiredService<IMeterFactory>());
        _app.MapPostHogProxy("/k3fw", PostHogRegion.Eu, options =>
        {
            options.ConfigureHandler = postHog.ConnectFrom;
            options.ResponseTimeout = responseTimeout;
        });
    }

    public int Http1Port => new Uri(_app.Urls.First()).Port;

    public int Http2Port => new Uri(_app.Urls.Last()).Port;

    /// <summary>How many failures there were of each kind.</summary>
    public IReadOnlyDictionary<string, int> Failures => _failures;

    public IEnumerable<string> Warnings =>
        _log.Lines.Where(line => line.StartsWith("Warning ", StringComparison.Ordinal) || line.StartsWith("Error ", StringComparison.Ordinal));

    public int Told => _log.Lines.Count(line => line.StartsWith("Debug 9:", StringComparison.Ordinal));

    public static async Task<LeavingShop> OpenAsync(TimeSpan responseTimeout)
    {
        var arrived = new ConcurrentDictionary<string, TaskCompletionSource>();
        var postHog = await PostHogStandIn.StartAsync(
            new StandInOptions
            {
                Intercept = async (context, _) =>
                {
                    Arrival(arrived, context.Request.QueryString.Value!).TrySetResult();
                    try
                    {
                        await context.Request.Body.CopyToAsync(Stream.Null, context.RequestAborted);
                    }
                    catch (Exception broken) when (broken is IOException or OperationCanceledException)
                    {
                        // As it should be: half a body is none.
                    }
                },
            },
            TestContext.Current.CancellationToken);
        var shop = new LeavingShop(postHog, responseTimeout, arrived);
        await shop._app.StartAsync(TestContext.Current.CancellationToken);
        return shop;
    }

    /// <summary>Waits until a request with this query has begun to arrive at PostHog: its visitor leaves no sooner.</summary>
    public Task UntilArrivedAsync(string query) =>
        Arrival(_arrived, query).Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);

    /// <summary>Waits until as many requests have failed, whatever the kind.</summary>
    public async Task UntilFailedAsync(int count)
    {
        for (var seen = 0; seen < count; seen++)
        {
            Assert.True(
                await _more.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken),
                $"{seen} of {count} failed: {string.Join(", ", _failures)}");
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync(CancellationToken.None);
        await _app.DisposeAsync();
        _listener.Dispose();
        await _postHog.DisposeAsync();
        _more.Dispose();
    }

    private static TaskCompletionSource Arrival(ConcurrentDictionary<string, TaskCompletionSource> arrived, string query) =>
        arrived.GetOrAdd(query, _ => new(TaskCreationOptions.RunContinuationsAsynchronously));

    private void Listen(IMeterFactory factory)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Name == "posthog_proxy.failures" && instrument.Meter.Scope == factory)
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((_, value, tags, _) =>
        {
            var kind = (string)tags.ToArray().Single(tag => tag.Key == "error.type").Value!;
            _failures.AddOrUpdate(kind, (int)value, (_, before) => before + (int)value);
            _more.Release();
        });
        _listener.Start();
    }
}
