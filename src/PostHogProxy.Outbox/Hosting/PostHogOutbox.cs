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
internal sealed class PostHogOutbox : BackgroundService, IOutbox, IAsyncDisposable
{
    // Longer than a busy disk takes, much shorter than a visitor's SDK waits.
    private static readonly TimeSpan StoreTimeout = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan OpenAgain = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan OpenAgainAtMost = TimeSpan.FromSeconds(30);

    private readonly PostHogOutboxOptions _options;
    private readonly OutboxStores _stores;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly OutboxReports _reports;
    private readonly Bell _bell;
    private readonly OutboxPolicy _policy;
    private readonly OutboxLanes _lanes = new();
    private readonly Dictionary<OutboxLane, Road> _draining = [];

    public PostHogOutbox(IOptions<PostHogOutboxOptions> options, IStoreFactory factory, OutboxProtection protection, IMeterFactory meters, ILoggerFactory loggers, OutboxState state, TimeProvider time)
    {
        _options = options.Value;
        _time = time;
        _logger = loggers.CreateLogger(OutboxLog.Category);
        _reports = new(state, _options, _logger, new OutboxMetrics(meters, state, time, () => _lanes.All.Any(static lane => lane.IsAnyOpen)), time);
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

    /// <summary>The store, for people who look into it.</summary>
    public OutboxStores Stores => _stores;

    public IReadOnlyList<OutboxLane> Lanes => _lanes.All;

    /// <summary>There is something to send.</summary>
    public void Ring() => _bell.Ring();

    public IOutboxLane Attach(ProxyName proxy, IKeptSender sender)
    {
        var lane = new OutboxLane(proxy, sender, [.. Road.Order.Select(kind => Service(proxy, kind))], this, _options);
        _lanes.Add(lane);
        return lane;
    }

    /// <summary>Opens the store before the first request is taken.</summary>
    /// <exception cref="OutboxStoreException">The settings name a place where no outbox can be.</exception>
    public override Task StartAsync(CancellationToken cancellationToken) =>
        _options.Mode == PostHogOutboxMode.Off ? Task.CompletedTask
        : TryOpen() is { IsSettings: true } wrong ? throw wrong
        : base.StartAsync(cancellationToken);

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken).ConfigureAwait(false);
        await CloseUnlessRunningAsync().ConfigureAwait(false);
    }

    /// <summary>As after <see cref="StopAsync"/>: an app whose start fails is disposed of without a stop.</summary>
    public async ValueTask DisposeAsync()
    {
        Dispose();
        await CloseUnlessRunningAsync().ConfigureAwait(false);
    }

    public async ValueTask<bool> TryKeepAsync(OutboxLane lane, KeptRequest request, string reason)
    {
        if (_stores.Failure is not null)
        {
            _reports.NotKept();
            return false;
        }

        try
        {
            using var limit = new CancellationTokenSource(StoreTimeout, _time);
            var kept = await _stores.AddAsync(_lanes.NameOf(lane) ?? lane.Path, request, limit.Token).ConfigureAwait(false);
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
        try
        {
            for (var attempts = 0; _stores.Failure is not null; attempts++)
            {
                await Task.Delay(Backoff.Of(attempts, OpenAgain, OpenAgainAtMost), _time, stoppingToken).ConfigureAwait(false);
                TryOpen();
            }

            var drainer = new Drainer(_stores, Roads, _bell, _policy, _time, Random.Shared.NextDouble, _reports);
            await drainer.RunAsync(stoppingToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // It never opened.
        }
        finally
        {
            await _stores.DisposeAsync().ConfigureAwait(false);
        }
    }

    // ExecuteAsync closes the store at its end. In .NET 10 it never begins where the app stops at once (dotnet/runtime#131249).
    private ValueTask CloseUnlessRunningAsync() => ExecuteTask is null or { IsCompleted: true } ? _stores.DisposeAsync() : default;

    private OutboxStoreException? TryOpen()
    {
        var failure = _stores.Open();
        if (failure is null)
        {
            _logger.Ready(_options.Mode, _stores.Place, _options.MaxBytes, _options.MaxAge);
        }

        return failure;
    }

    private Service Service(ProxyName proxy, OutboxKind kind)
    {
        var circuit = new Circuit(_time, Random.Shared.NextDouble);
        circuit.Turned += isOpen =>
        {
            _reports.Turned(proxy.Text ?? proxy.Path, kind, isOpen);
            _bell.Ring();
        };
        return new(kind, circuit, _time);
    }

    // Endpoints are mapped before the app starts, and have their names once it has; some apps map more later.
    private Dictionary<OutboxLane, Road>.ValueCollection Roads()
    {
        foreach (var lane in _lanes.All)
        {
            if (!_draining.ContainsKey(lane) && _lanes.NameOf(lane) is { } name)
            {
                _draining.Add(lane, new(name, _stores, lane.Sender, lane.Services, _bell, _policy, _time, Random.Shared.NextDouble, _reports));
            }
        }

        return _draining.Values;
    }
}
