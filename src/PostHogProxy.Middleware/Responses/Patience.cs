using System.Collections.Concurrent;

namespace PostHogProxy.Responses;

/// <summary>
/// The time an exchange may stand still. It starts anew with whatever moves, so that a slow visitor's upload is not cut off while it
/// goes on. Kept for the next exchange where it did not run out: a source of cancellation with its timer is half of what an event allocates.
/// </summary>
internal sealed class Patience : IDisposable
{
    // As many as one process has exchanges going at once, within reason.
    private const int MostKept = 1024;

    private static readonly ConcurrentQueue<Patience> Kept = new();
    private static int _kept;

    private readonly CancellationTokenSource _source = new();
    private CancellationTokenRegistration _registration;
    private CancellationToken _visitor;
    private TimeSpan _limit;
    private long _slack;
    private long _armedAt;

    private Patience()
    {
    }

    /// <summary>Cancelled when the time is up, or when the visitor is gone.</summary>
    public CancellationToken Token => _source.Token;

    /// <summary>Whether the time was up while the visitor was there.</summary>
    public bool IsOver => _source.IsCancellationRequested && !_visitor.IsCancellationRequested && !IsEnded;

    /// <summary>Whether what still went on was stopped, while there was time.</summary>
    public bool IsEnded { get; private set; }

    public static Patience Begin(TimeSpan limit, CancellationToken visitor)
    {
        if (Kept.TryDequeue(out var patience))
        {
            Interlocked.Decrement(ref _kept);
        }
        else
        {
            patience = new();
        }

        // Setting a timer takes a lock of all timers. With some slack it is set once for an event, and not at each of its steps.
        patience._slack = limit.Ticks / 16 / TimeSpan.TicksPerMillisecond;
        patience._limit = limit + TimeSpan.FromMilliseconds(patience._slack);
        patience._visitor = visitor;
        patience.IsEnded = false;
        if (visitor.CanBeCanceled)
        {
            patience._registration = visitor.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), patience._source);
        }

        patience.Arm(Environment.TickCount64);
        return patience;
    }

    /// <summary>Something moved.</summary>
    public void Extend()
    {
        var now = Environment.TickCount64;
        if (now - _armedAt >= _slack)
        {
            Arm(now);
        }
    }

    private void Arm(long now)
    {
        _armedAt = now;
        _source.CancelAfter(_limit);
    }

    /// <summary>Stops what still goes on, once there is nothing to wait for.</summary>
    public void End()
    {
        IsEnded |= !_source.IsCancellationRequested;
        _source.Cancel();
    }

    /// <summary>Nobody holds the token any more: gives it back.</summary>
    public void Dispose()
    {
        // Waits for a callback that runs.
        _registration.Dispose();
        _registration = default;
        if (!_source.TryReset())
        {
            _source.Dispose();
        }
        else if (Interlocked.Increment(ref _kept) <= MostKept)
        {
            Kept.Enqueue(this);
        }
        else
        {
            Interlocked.Decrement(ref _kept);
            _source.Dispose();
        }
    }
}
