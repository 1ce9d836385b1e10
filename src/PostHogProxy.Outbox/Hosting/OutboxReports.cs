using Microsoft.Extensions.Logging;
using PostHogProxy.Keeping;
using PostHogProxy.Payloads;
using PostHogProxy.Outbox.Sending;
using PostHogProxy.Outbox.Stores;
using PostHogProxy.Rules.Routes;

namespace PostHogProxy.Outbox.Hosting;

/// <summary>What happens in the outbox, as metrics, health and log hear it. The log hears turns only.</summary>
internal sealed class OutboxReports(OutboxState state, PostHogOutboxOptions options, ILogger logger, OutboxMetrics metrics, TimeProvider time) : IDrainObserver, IStoreObserver, IDisposable
{
    private readonly StoreHealth _health = new(state, options, logger);
    private readonly HashSet<string> _orphaned = new(StringComparer.Ordinal);
    private string _deadCommand = "";
    private int _foreign;

    public void Stored(OutboxKind kind, string reason)
    {
        _health.Wrote();
        metrics.Stored(kind, reason);
    }

    public void Rejected(Kept kept)
    {
        metrics.Rejected(kept switch
        {
            Kept.Full => "full",
            Kept.ReplaysFull => "replays_full",
            _ => "disk_full",
        });
        _health.Refused(kept);
    }

    public void NotKept(Exception failure)
    {
        metrics.Rejected("store");
        _health.NotWritten(failure);
    }

    /// <summary>A visitor's request came while the store is not open. Why not was said.</summary>
    public void NotKept() => metrics.Rejected("store");

    public void NotOpened(OutboxStoreException failure) => _health.NotOpened(failure);

    public void Turned(string proxy, OutboxKind kind, bool isOpen)
    {
        if (isOpen)
        {
            logger.CircuitOpened(kind.Words(), proxy);
        }
        else
        {
            logger.CircuitClosed(kind.Words(), proxy);
        }
    }

    public void Opened(OpenedStore opened)
    {
        _health.Opened();
        _deadCommand = opened.DeadCommand;
        if (opened.BrokenFile is { } broken)
        {
            state.Salvaged = $"The file of the PostHog outbox was broken. It is now {broken}; {opened.Salvaged} request(s) of it could be read.";
            logger.Salvaged(broken, opened.Salvaged);
        }
    }

    public void Committed(int changes, TimeSpan duration)
    {
        _health.Wrote();
        metrics.Committed(changes, duration);
    }

    public void Unreadable(int requests) => metrics.Dropped(requests, "corrupt");

    /// <summary>Said once an app: they are met again and again until they are too old.</summary>
    public void Foreign()
    {
        if (Interlocked.Exchange(ref _foreign, 1) == 0)
        {
            logger.Foreign(options.MaxAge);
        }
    }

    public void Sent(KeptRequest request, bool wasRead) => metrics.Sent(request.Kind, time.GetUtcNow().UtcDateTime - request.ReceivedAt, wasRead);

    public void Postponed(int status) => metrics.Retried(status);

    public void Buried(KeptRequest request, int status)
    {
        metrics.Buried(status);
        logger.Buried(status, Tokens.Of(request) is { } token ? ProjectToken.Short(token) : "unknown", _deadCommand);
    }

    public void Expired(int requests)
    {
        _health.Drains();
        if (requests > 0)
        {
            metrics.Dropped(requests, "expired");
            logger.Expired(requests, options.MaxAge);
        }
    }

    public void Orphaned(IEnumerable<string> proxies)
    {
        foreach (var proxy in proxies.Where(_orphaned.Add))
        {
            logger.Orphaned(proxy, options.MaxAge);
        }
    }

    public void Measured(OutboxContent content)
    {
        state.Content = content;
        _health.Measured(content);
    }

    public void StoreFailed(OutboxStoreException failure) => _health.NotDrained(failure);

    public void Dispose() => metrics.Dispose();
}
