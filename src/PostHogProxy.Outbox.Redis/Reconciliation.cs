using PostHogProxy.Keeping;
using StackExchange.Redis;

namespace PostHogProxy.Outbox.Redis;

/// <summary>
/// Puts names and totals right where they no longer fit the streams: somebody has deleted or trimmed a key, or a replica took over that had not
/// heard of all. Without it, a total that is too high would keep requests out for ever.
/// </summary>
internal sealed class Reconciliation(RedisCommands commands, OutboxKeys keys)
{
    // Adding up is one script, which holds up the server meanwhile: about a microsecond for each name.
    private const int AlwaysCounted = 10_000;
    private const int AtOnce = 16;
    private bool _isFirst = true;

    public async ValueTask RunAsync(CancellationToken cancellationToken)
    {
        var streams = (await commands.RunAsync(redis => redis.SetMembersAsync(keys.Streams), cancellationToken).ConfigureAwait(false))
            .Select(stream => stream.ToString()).ToList();
        var counts = (long[]?)await commands.RunAsync(
            redis => redis.ScriptEvaluateAsync(Scripts.Compare, [keys.Index, keys.DeadIndex, keys.Dead, .. streams.Select(keys.Stream)]), cancellationToken).ConfigureAwait(false);
        if (counts is not [var named, var entries, var deadNamed, var dead])
        {
            return;
        }

        if (named != entries)
        {
            var names = await commands.RunAsync(redis => redis.SortedSetRangeByRankAsync(keys.Index), cancellationToken).ConfigureAwait(false);
            foreach (var stream in streams.Union(names.Select(name => Of(name.ToString())).OfType<string>(), StringComparer.Ordinal))
            {
                await NameAsync(stream, keys.Stream(stream), keys.Index, cancellationToken).ConfigureAwait(false);
            }
        }

        if (deadNamed != dead)
        {
            await NameAsync("dead", keys.Dead, keys.DeadIndex, cancellationToken).ConfigureAwait(false);
        }

        if (named != entries || deadNamed != dead || _isFirst || named <= AlwaysCounted)
        {
            await commands.RunAsync(redis => redis.ScriptEvaluateAsync(Scripts.Recount, [keys.Index, keys.DeadIndex, keys.Totals, keys.Attempts]), cancellationToken).ConfigureAwait(false);
            _isFirst = false;
        }
    }

    private async ValueTask NameAsync(string stream, RedisKey key, RedisKey index, CancellationToken cancellationToken)
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        RedisValue from = "-";
        while (true)
        {
            var entries = await commands.RunAsync(redis => redis.StreamRangeAsync(key, from, "+", OutboxKeys.IsReplay(stream) ? 1 : AtOnce), cancellationToken).ConfigureAwait(false);
            if (entries.Length == 0)
            {
                break;
            }

            foreach (var entry in entries)
            {
                if (RequestEntry.Read(stream, OutboxKind.Events, entry) is { } request)
                {
                    found.Add(request.Id);
                    await commands.RunAsync(
                        redis => redis.SortedSetAddAsync(index, request.Id, RequestEntry.Milliseconds(request.Request.ReceivedAt), SortedSetWhen.NotExists), cancellationToken).ConfigureAwait(false);
                }
            }

            from = "(" + entries[^1].Id;
        }

        // What came meanwhile has its entry, which the script looks for.
        var names = await commands.RunAsync(redis => redis.SortedSetRangeByRankAsync(index), cancellationToken).ConfigureAwait(false);
        foreach (var lost in names.Where(name => (Of(name.ToString()) ?? stream) == stream && !found.Contains(name.ToString())).Chunk(AtOnce))
        {
            await commands.RunAsync(redis => redis.ScriptEvaluateAsync(Scripts.Forget, [key, index], lost), cancellationToken).ConfigureAwait(false);
        }
    }

    private static string? Of(string name) => EntryName.Parse(name)?.Stream;
}
