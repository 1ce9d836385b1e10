using System.Collections.Concurrent;

namespace PostHogProxy.Responses;

/// <summary>
/// The time an exchange may stand still. It starts anew with whatever moves, so that a slow visitor's upload is not cut off while it
/// goes on. Kept for the next exchange where it did not run out: a source of cancellation with its timer is half of what an event allocates.
/// </summary>
/// <remarks>
/// Setting a timer takes a lock of all timers, twice for an event. So the timer is not set while an exchange begins, goes on or ends: it rings
/// when it was set to, looks at what time it should have been, and is set anew if there is still somebody who waits.
/// </remarks>
internal sealed class Patience : IDisposable
{
    // As many as one process has exchanges going at once, within reason.
    private const int MostKept = 1024;

    private const long Never = long.MaxValue;

    private static readonly ConcurrentQueue<Patience> Kept = new();
    private static int _kept;

    private readonly CancellationTokenSource _source = new();
    private readonly Lock _gate = new();
    private readonly Timer _timer;
    private CancellationTokenRegistration _registration;
    private CancellationToken _visitor;
    private long _limit;

    // In milliseconds, as Environment.TickCount64 counts.
    private long _endsAt = Never;
    private long _ringsAt = Never;
    private bool _hasRunOut;

    private Patience()
    {
        // The timer outlives the exchange: nothing of the first one's context goes along.
        AsyncFlowControl? apart = ExecutionContext.IsFlowSuppressed() ? null : ExecutionContext.SuppressFlow();
        _timer = new(static patience => ((Patience)patience!).Ring(), this, Timeout.Infinite, Timeout.Infinite);
        apart?.Undo();
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

        patience.Begin((long)limit.TotalMilliseconds, visitor);
        return patience;
    }

    /// <summary>Something moved.</summary>
    public void Extend() => Volatile.Write(ref _endsAt, End(_limit));

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
        lock (_gate)
        {
            _endsAt = Never;
            if (_hasRunOut)
            {
                // The timer may be about to cancel it.
                _timer.Dispose();
                return;
            }
        }

        if (!_source.TryReset())
        {
            _timer.Dispose();
        }
        else if (Interlocked.Increment(ref _kept) <= MostKept)
        {
            Kept.Enqueue(this);
        }
        else
        {
            Interlocked.Decrement(ref _kept);
            _timer.Dispose();
        }
    }

    private static long End(long limit) => limit < 0 ? Never : Environment.TickCount64 + limit;

    private void Begin(long limit, CancellationToken visitor)
    {
        (_limit, _visitor, IsEnded) = (limit, visitor, false);
        if (visitor.CanBeCanceled)
        {
            _registration = visitor.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), _source);
        }

        lock (_gate)
        {
            _endsAt = End(limit);
            if (_endsAt < _ringsAt)
            {
                RingAt(_endsAt, limit);
            }
        }
    }

    private void Ring()
    {
        lock (_gate)
        {
            var left = _endsAt - Environment.TickCount64;
            if (_endsAt == Never)
            {
                _ringsAt = Never;
                return;
            }

            if (left > 0)
            {
                RingAt(_endsAt, left);
                return;
            }

            _hasRunOut = true;
        }

        // Not while the gate is held: whoever waits goes on here.
        _source.Cancel();
    }

    // Called while the gate is held.
    private void RingAt(long time, long from)
    {
        _ringsAt = time;
        _timer.Change(from, Timeout.Infinite);
    }
}
