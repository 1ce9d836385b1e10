using System.Collections.Concurrent;

namespace PostHogProxy.Caching;

/// <summary>What PostHog is being asked for, by key: one request, however many wait for it.</summary>
internal sealed class PendingFetches
{
    private readonly ConcurrentDictionary<string, PendingFetch> _pending = new(StringComparer.Ordinal);

    /// <param name="key">What is asked for.</param>
    /// <param name="fetch">Asks PostHog. Its token is cancelled when nobody waits any more.</param>
    /// <param name="take">Chooses what this visitor gets, while the answer is sure to be there.</param>
    /// <param name="visitor">Cancelled when this visitor leaves.</param>
    /// <exception cref="OperationCanceledException">The visitor has left.</exception>
    public async Task<T> JoinAsync<T>(
        string key, Func<CancellationToken, Task<FirstAnswer>> fetch, Func<FirstAnswer, T> take, CancellationToken visitor)
    {
        while (true)
        {
            if (_pending.TryGetValue(key, out var pending))
            {
                if (pending.TryJoin())
                {
                    return await pending.WaitAsync(take, visitor);
                }

                // Its last visitor is about to take it off the list.
                Remove(key, pending);
                continue;
            }

            var own = new PendingFetch();
            if (_pending.TryAdd(key, own))
            {
                _ = RunAsync(key, own, fetch);
                return await own.WaitAsync(take, visitor);
            }
        }
    }

    private async Task RunAsync(string key, PendingFetch pending, Func<CancellationToken, Task<FirstAnswer>> fetch)
    {
        try
        {
            var answer = await fetch(pending.NobodyWaits);

            // Whoever comes from now on finds the answer where it is kept.
            Remove(key, pending);
            pending.End(answer);
        }
        catch (Exception failure)
        {
            Remove(key, pending);
            pending.Fail(failure);
        }
    }

    private void Remove(string key, PendingFetch pending) => _pending.TryRemove(new(key, pending));
}
