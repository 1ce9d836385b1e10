using PostHogProxy.Outbox.Stores;

namespace PostHogProxy.Outbox.Sending;

/// <summary>
/// Sends what was kept, while this process is the one that does. Each proxy has a road of its own, because one PostHog may be down and another not.
/// </summary>
internal sealed class Drainer(
    IOutboxStore store, Func<IReadOnlyCollection<Road>> roads, Bell bell, OutboxPolicy policy, TimeProvider time, Func<double> jitter, IDrainObserver observer)
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan MeasureEvery = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan TidyEvery = TimeSpan.FromMinutes(1);

    private DateTimeOffset _tidyAt;
    private bool _hasTidied;
    private long _measuredAt;

    public async Task RunAsync(CancellationToken stopping)
    {
        try
        {
            await Task.Delay(policy.LongestStart * jitter(), time, stopping).ConfigureAwait(false);
            while (true)
            {
                try
                {
                    await DrainWithLeaseAsync(stopping).ConfigureAwait(false);
                }
                catch (OutboxStoreException failure)
                {
                    observer.StoreFailed(failure);
                }
                catch (Exception failure) when (!stopping.IsCancellationRequested)
                {
                    // Out of here it would end the app.
                    observer.StoreFailed(new($"It failed in a way that it should not: {failure.GetType().Name}: {failure.Message}", failure));
                }

                await Task.Delay(LookAgain, time, stopping).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
        }
    }

    private async Task DrainWithLeaseAsync(CancellationToken stopping)
    {
        await MeasureAsync(stopping).ConfigureAwait(false);
        if (await store.TryLeaseAsync(stopping).ConfigureAwait(false) is not { } lease)
        {
            return;
        }

        await using (lease.ConfigureAwait(false))
        {
            try
            {
                while (true)
                {
                    stopping.ThrowIfCancellationRequested();
                    await TidyAsync(stopping).ConfigureAwait(false);
                    await MeasureAsync(stopping).ConfigureAwait(false);
                    var started = false;
                    foreach (var road in roads())
                    {
                        started |= await road.StartDueAsync(stopping).ConfigureAwait(false);
                    }

                    if (!started)
                    {
                        await bell.WaitAsync(Pause(), stopping).ConfigureAwait(false);
                    }
                }
            }
            finally
            {
                // The next one that has the lease would send them again.
                foreach (var road in roads())
                {
                    await road.FinishAsync().ConfigureAwait(false);
                }
            }
        }
    }

    // Deletion at MaxAge does not wait for PostHog.
    private async ValueTask TidyAsync(CancellationToken stopping)
    {
        var now = time.GetUtcNow();
        if (now < _tidyAt && _tidyAt - now <= TidyEvery)
        {
            return;
        }

        _tidyAt = now + TidyEvery;
        observer.Expired(await store.ExpireAsync((now - policy.MaxAge).UtcDateTime, stopping).ConfigureAwait(false));
        await store.TidyAsync(stopping).ConfigureAwait(false);
        if (_hasTidied)
        {
            var waiting = await store.ProxiesAsync(stopping).ConfigureAwait(false);
            observer.Orphaned(waiting.Except(roads().Select(static road => road.Proxy)));
        }

        // The first time, the app may not have mapped all that it maps.
        _hasTidied = true;
    }

    private async ValueTask MeasureAsync(CancellationToken stopping)
    {
        if (_measuredAt != 0 && time.GetElapsedTime(_measuredAt) < MeasureEvery)
        {
            return;
        }

        _measuredAt = time.GetTimestamp();
        observer.Measured(await store.MeasureAsync(stopping).ConfigureAwait(false));
    }

    // Until PostHog is to be asked again; not for long, because another process may have kept something.
    private TimeSpan Pause()
    {
        var pause = LookAgain;
        foreach (var road in roads())
        {
            pause = road.NextProbe is { } probe && probe < pause ? probe : pause;
        }

        return pause < TimeSpan.FromMilliseconds(1) ? TimeSpan.FromMilliseconds(1) : pause;
    }
}
