using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using PostHogProxy.Outbox.Stores;

namespace PostHogProxy.Outbox.Sending;

/// <summary>What one proxy has kept of one kind, on its way to PostHog. Only the loop of the drainer calls it.</summary>
internal sealed class Lane(Backlog backlog, Delivery delivery, Circuit circuit, Ramp ramp, Bell bell, TimeProvider time)
{
    // Of so many, one is not to blame for all.
    private const int MostAsked = 32;

    private readonly Dictionary<string, Task> _underWay = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<(string Id, Exception? Failure)> _ended = new();
    private readonly HashSet<string> _asked = new(StringComparer.Ordinal);
    private bool _hasToWait;

    public int UnderWay => _underWay.Count;

    /// <summary>Whether as many are on their way as may be, so that those of less worth wait.</summary>
    public bool IsFull { get; private set; }

    /// <summary>How long until PostHog is asked whether it is back; null while nobody doubts it, it is being asked, or there is nothing to ask with now.</summary>
    public TimeSpan? NextProbe => _underWay.Count == 0 && !_hasToWait ? circuit.ProbeIn : null;

    /// <summary>Those that have ended make room.</summary>
    /// <exception cref="OutboxStoreException">The store failed under one of them.</exception>
    public void Sweep()
    {
        Exception? failure = null;
        while (_ended.TryDequeue(out var ended))
        {
            _underWay.Remove(ended.Id);
            failure ??= ended.Failure;
        }

        if (failure is not null)
        {
            ExceptionDispatchInfo.Throw(failure);
        }
    }

    /// <summary>Starts at most so many; answers how many.</summary>
    public async ValueTask<int> StartDueAsync(int most, CancellationToken stopping)
    {
        _hasToWait = most <= 0;
        IsFull = false;
        if (circuit.ProbeIn is { } left)
        {
            backlog.Forget();
            return left <= TimeSpan.Zero && _underWay.Count == 0 && most > 0 && await AskAsync(stopping).ConfigureAwait(false) ? 1 : 0;
        }

        _asked.Clear();
        var started = 0;
        var width = ramp.Width;
        for (most = Math.Min(most, width - _underWay.Count); started < most; started++)
        {
            if (await NextAsync(stopping).ConfigureAwait(false) is not { } request)
            {
                break;
            }

            Start(request, isProbe: false, stopping);
        }

        IsFull = _underWay.Count >= width;
        return started;
    }

    public async Task FinishAsync()
    {
        await Task.WhenAll(_underWay.Values).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _underWay.Clear();
        _ended.Clear();
        backlog.Forget();
    }

    // One request asks for all, and each time another one: the oldest may be one that PostHog never takes.
    private async ValueTask<bool> AskAsync(CancellationToken stopping)
    {
        var request = _asked.Count < MostAsked ? await ProbeAsync(stopping).ConfigureAwait(false) : null;
        if (request is null && _asked.Count > 0)
        {
            _asked.Clear();
            request = await ProbeAsync(stopping).ConfigureAwait(false);
        }

        _hasToWait = request is null;
        if (request is null || !circuit.TryProbe())
        {
            return false;
        }

        _asked.Add(request.Id);
        Start(request, isProbe: true, stopping);
        return true;
    }

    // Nothing is under way while one asks.
    private ValueTask<StoredRequest?> ProbeAsync(CancellationToken stopping) => backlog.ProbeAsync(_asked, time.GetUtcNow().UtcDateTime, stopping);

    private ValueTask<StoredRequest?> NextAsync(CancellationToken stopping) => backlog.NextAsync(
        _underWay.ContainsKey, _underWay.Count, time.GetUtcNow().UtcDateTime, stopping);

    private void Start(StoredRequest request, bool isProbe, CancellationToken stopping) => _underWay.Add(request.Id, RunAsync(request, isProbe, stopping));

    private async Task RunAsync(StoredRequest request, bool isProbe, CancellationToken stopping)
    {
        // Off the loop that starts others.
        await Task.Yield();
        Exception? failure = null;
        try
        {
            await delivery.RunAsync(request, isProbe, stopping).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // It stays in the store.
        }
        catch (Exception any)
        {
            // The loop hears of it, and pauses.
            failure = any;
        }

        _ended.Enqueue((request.Id, failure));
        bell.Ring();
    }
}
