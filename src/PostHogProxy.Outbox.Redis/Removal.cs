using System.Collections.Concurrent;
using StackExchange.Redis;

namespace PostHogProxy.Outbox.Redis;

/// <summary>Requests leave: PostHog has taken them, they are too old, or the oldest make room for new ones.</summary>
internal sealed class Removal(RedisCommands commands, OutboxKeys keys, ConcurrentDictionary<string, Holding> holdings)
{
    private const string DeadStream = "dead";
    private const int MostAtOnce = 256;

    public async ValueTask<int> RemoveAsync(IEnumerable<EntryName> names, CancellationToken cancellationToken)
    {
        var removed = 0;
        foreach (var one in names.GroupBy(name => name.Stream, StringComparer.Ordinal))
        {
            removed += await RemoveAsync(one.Key, [.. one], cancellationToken).ConfigureAwait(false);
        }

        return removed;
    }

    /// <summary>What came before this, dead letters among it.</summary>
    public async ValueTask<int> ExpireAsync(DateTime oldest, CancellationToken cancellationToken) =>
        await ExpireAsync(keys.Index, oldest, cancellationToken).ConfigureAwait(false) + await ExpireAsync(keys.DeadIndex, oldest, cancellationToken).ConfigureAwait(false);

    /// <summary>False where there is none.</summary>
    public async ValueTask<bool> DropOldestAsync(TimeSpan limit, CancellationToken cancellationToken)
    {
        var oldest = await commands.RunAsync(redis => redis.SortedSetRangeByRankAsync(keys.Index, 0, 0), cancellationToken, limit).ConfigureAwait(false);
        await RemoveNamedAsync(keys.Index, oldest, cancellationToken).ConfigureAwait(false);
        return oldest.Length > 0;
    }

    private async ValueTask<int> ExpireAsync(RedisKey index, DateTime oldest, CancellationToken cancellationToken)
    {
        var expired = 0;
        while (true)
        {
            var names = await commands.RunAsync(
                redis => redis.SortedSetRangeByScoreAsync(index, stop: RequestEntry.Milliseconds(oldest), exclude: Exclude.Stop, take: MostAtOnce), cancellationToken).ConfigureAwait(false);
            expired += await RemoveNamedAsync(index, names, cancellationToken).ConfigureAwait(false);
            if (names.Length < MostAtOnce)
            {
                return expired;
            }
        }
    }

    private async ValueTask<int> RemoveNamedAsync(RedisKey index, RedisValue[] names, CancellationToken cancellationToken)
    {
        var parsed = names.Select(name => EntryName.Parse(name.ToString())).ToList();
        if (parsed.Exists(name => name is null))
        {
            // Somebody else's, where only names belong.
            await commands.RunAsync(redis => redis.SortedSetRemoveAsync(index, [.. names.Where(name => EntryName.Parse(name.ToString()) is null)]), cancellationToken).ConfigureAwait(false);
        }

        return await RemoveAsync(parsed.OfType<EntryName>(), cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<int> RemoveAsync(string stream, IReadOnlyCollection<EntryName> names, CancellationToken cancellationToken)
    {
        var isDead = stream == DeadStream;
        RedisKey[] changed = [isDead ? keys.Dead : keys.Stream(stream), isDead ? keys.DeadIndex : keys.Index, keys.Totals, keys.Attempts];
        RedisValue[] values =
        [
            OutboxKeys.Group, isDead ? "dead" : "bytes", !isDead && OutboxKeys.IsReplay(stream) ? "replay" : "", .. names.Select(name => (RedisValue)name.ToString()),
        ];
        var removed = await commands.RunAsync(redis => redis.ScriptEvaluateAsync(Scripts.Remove, changed, values), cancellationToken).ConfigureAwait(false);
        if (holdings.TryGetValue(stream, out var holding))
        {
            foreach (var name in names)
            {
                holding.Drop(name.Id);
            }
        }

        return (int)removed;
    }
}
