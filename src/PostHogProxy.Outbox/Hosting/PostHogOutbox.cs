using System.Diagnostics.Metrics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using PostHogProxy.Keeping;
using PostHogProxy.Outbox.Protection;
using PostHogProxy.Outbox.Sending;
using PostHogProxy.Outbox.Stores;

namespace PostHogProxy.Outbox.Hosting;

/// <summary>The outbox of an app: one store, a lane for each proxy, and the drainer that runs as long as the app does.</summary>
internal sealed class PostHogOutbox : BackgroundService, IOutbox
{
    // Longer than a busy disk takes, much shorter than a visitor's SDK waits.
    private static readonly TimeSpan StoreTimeout = TimeSpan.FromSeconds(5);

    private readonly PostHogOutboxOptions _options;
    private readonly OutboxStores _stores;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly OutboxReports _reports;
    private readonly Bell _bell;
    private readonly OutboxPolicy _policy;
    private readonly Lock _gate = new();
    private volatile OutboxLane[] _lanes = [];
    private volatile Road[] _draining = [];

    public PostHogOutbox(IOptions<PostHogOutboxOptions> options, IStoreFactory factory, OutboxProtection protection, IMeterFactory meters, ILoggerFactory loggers, OutboxState state, TimeProvider time)
    {
        _options = options.Value;
        _time = time;
        _logger = loggers.CreateLogger(OutboxLog.Category);
        _reports = new(state, _options.MaxAge, _logger, new OutboxMetrics(meters, state, time, () => _lanes.Any(lane => lane.IsAnyOpen)), time);
        _stores = new(factory, protection, _reports);
        _bell = new(time);
        _policy = new OutboxPolicy
        {
            MaxConcurrency = _options.MaxConcurrency,
            MaxAttempts = _options.MaxAttempts,
            MaxAge = _options.MaxAge,
            AttemptTimeout = _options.AttemptTimeout,
            LongestStart = factory.LongestStart,
        };
    }

    public IOutboxLane Attach(string proxy, IKeptSender sender)
    {
        lock (_gate)
        {
            // The same path on two hosts is two proxies.
            var same = _lanes.Count(lane => lane.Sender != sender && (lane.Proxy == proxy || lane.Proxy.StartsWith(proxy + '#', StringComparison.Ordinal)));
            var name = same == 0 ? proxy : $"{proxy}#{same + 1}";
            var lane = new OutboxLane(name, sender, [.. Road.Order.Select(kind => Service(name, kind))], this, _options);
            _lanes = [.. _lanes, lane];
            return lane;
        }
    }

    /// <summary>Opens the store before the first request is taken.</summary>
    /// <exception cref="OutboxStoreException">The settings name a place where no outbox can be.</exception>
    public override Task StartAsync(CancellationToken cancellationToken)
    {
        if (_options.Mode == PostHogOutboxMode.Off)
        {
            return Task.CompletedTask;
        }

        _stores.OpenFirst();
        _logger.Ready(_options.Mode, _stores.Place, _options.MaxBytes, _options.MaxAge);
        return base.StartAsync(cancellationToken);
    }

    public async ValueTask<bool> TryKeepAsync(string proxy, KeptRequest request, string reason)
    {
        try
        {
            using var limit = new CancellationTokenSource(StoreTimeout, _time);
            var kept = await _stores.Current.AddAsync(proxy, request, limit.Token).ConfigureAwait(false);
            if (kept != Kept.Yes)
            {
                _reports.Rejected(kept);
                return false;
            }
        }
        catch (Exception failure)
        {
            // Whatever it was: the visitor gets PostHog's own failure, and the SDK keeps the events.
            _reports.NotKept(failure);
            return false;
        }

        _reports.Stored(request.Kind, reason);
        _bell.Ring();
        return true;
    }

    public override void Dispose()
    {
        _reports.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var drainer = new Drainer(_stores, Roads, _bell, _policy, _time, Random.Shared.NextDouble, _reports);
        await drainer.RunAsync(stoppingToken).ConfigureAwait(false);
        await _stores.DisposeAsync().ConfigureAwait(false);
    }

    private Service Service(string proxy, OutboxKind kind)
    {
        var circuit = new Circuit(_time, Random.Shared.NextDouble);
        circuit.Turned += isOpen =>
        {
            _reports.Turned(proxy, kind, isOpen);
            _bell.Ring();
        };
        return new(kind, circuit);
    }

    // Endpoints are mapped before the app starts; some apps map more later.
    private Road[] Roads()
    {
        var lanes = _lanes;
        if (_draining.Length != lanes.Length)
        {
            _draining =
            [
                .. _draining,
                .. lanes.Skip(_draining.Length).Select(lane => new Road(
                    lane.Proxy, _stores, lane.Sender, lane.Services, _bell, _policy, _time, Random.Shared.NextDouble, _reports)),
            ];
        }

        return _draining;
    }
}
