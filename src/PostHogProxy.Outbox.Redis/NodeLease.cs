using System.Collections.Concurrent;
using PostHogProxy.Outbox.Stores;

namespace PostHogProxy.Outbox.Redis;

/// <summary>This node sends. A lane reads ahead, and sends for a while before it asks again; meanwhile the group hears that it holds what it was given.</summary>
internal sealed class NodeLease : IAsyncDisposable
{
    private readonly RedisConsumer _consumer;
    private readonly ConcurrentDictionary<string, Holding> _holdings;
    private readonly Func<ValueTask> _release;
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _refreshing;

    /// <param name="consumer">Speaks to the group.</param>
    /// <param name="holdings">What this node holds, by stream.</param>
    /// <param name="release">Gives it back.</param>
    public NodeLease(RedisConsumer consumer, ConcurrentDictionary<string, Holding> holdings, Func<ValueTask> release)
    {
        (_consumer, _holdings, _release) = (consumer, holdings, release);
        _refreshing = RefreshAsync(_stopping.Token);
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            await _stopping.CancelAsync().ConfigureAwait(false);
            await _refreshing.ConfigureAwait(false);
        }
        finally
        {
            _stopping.Dispose();
            await _release().ConfigureAwait(false);
        }
    }

    private async Task RefreshAsync(CancellationToken stopping)
    {
        using var timer = new PeriodicTimer(_consumer.RefreshEvery);
        try
        {
            while (await timer.WaitForNextTickAsync(stopping).ConfigureAwait(false))
            {
                try
                {
                    foreach (var (stream, holding) in _holdings)
                    {
                        await _consumer.RefreshIfUsedAsync(stream, holding).ConfigureAwait(false);
                    }
                }
                catch (OutboxStoreException)
                {
                    // The drainer hears of it as well. Where others take over meanwhile, some are sent twice.
                }
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
        }
    }
}
