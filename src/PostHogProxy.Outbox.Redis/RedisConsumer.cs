using System.Diagnostics;
using PostHogProxy.Keeping;
using PostHogProxy.Outbox.Stores;
using StackExchange.Redis;

namespace PostHogProxy.Outbox.Redis;

/// <summary>This node in the consumer group: takes requests, says that it still holds them, takes over what others let lie, and gives back.</summary>
internal sealed class RedisConsumer(RedisCommands commands, OutboxKeys keys, RedisStoreOptions options, IStoreObserver observer)
{
    // XREADGROUP brings the bodies: 16 small ones at once, and recordings one by one.
    private const int MostAtOnce = 16;
    private static readonly TimeSpan ClaimEvery = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Forgotten = TimeSpan.FromHours(1);

    // A process has a name of its own, so that one that was killed is not taken for the one that runs.
    private readonly string _name = $"{Environment.MachineName}-{Environment.ProcessId}-{Guid.NewGuid():N}";

    /// <summary>The oldest that are due: those that this node holds, and as many new ones as are missing.</summary>
    public async ValueTask<IReadOnlyList<StoredRequest>> TakeAsync(string stream, OutboxKind kind, Holding holding, int count, DateTime now, CancellationToken cancellationToken)
    {
        holding.AskedAt = Stopwatch.GetTimestamp();
        if (IsOver(holding.RefreshedAt, RefreshEvery))
        {
            await RefreshAsync(stream, holding, cancellationToken).ConfigureAwait(false);
        }

        var fresh = new Dictionary<string, StoredRequest>(StringComparer.Ordinal);
        if (holding.Due(count, now).Count < count && IsOver(holding.ClaimedAt, ClaimEvery))
        {
            holding.ClaimedAt = Stopwatch.GetTimestamp();
            await TakeOverAsync(stream, kind, holding, fresh, count - holding.Due(count, now).Count, cancellationToken).ConfigureAwait(false);
        }

        while (count - holding.Due(count, now).Count is > 0 and var missing)
        {
            var most = Math.Min(missing, AtOnce(kind));
            var read = await InGroupAsync(stream, redis => redis.StreamReadGroupAsync(keys.Stream(stream), OutboxKeys.Group, _name, StreamPosition.NewMessages, most), cancellationToken).ConfigureAwait(false);
            await TakeAsync(stream, kind, holding, fresh, read, cancellationToken).ConfigureAwait(false);
            if (read.Length < most)
            {
                break;
            }
        }

        var due = new List<StoredRequest>();
        foreach (var held in holding.Due(count, now))
        {
            if ((held.Request ?? fresh.GetValueOrDefault(held.Id) ?? await ReadAsync(stream, kind, holding, held.Id, cancellationToken).ConfigureAwait(false)) is { } request)
            {
                due.Add(request);
            }
        }

        return due;
    }

    /// <summary>Says to the group that this node still has what it holds, where its lane has asked for some of late.</summary>
    public async ValueTask RefreshIfUsedAsync(string stream, Holding holding)
    {
        // Once it does not ask any more, because it is off or PostHog is down, others may try.
        if (!IsOver(holding.AskedAt, options.AttemptTimeout * 10))
        {
            await RefreshAsync(stream, holding, CancellationToken.None).ConfigureAwait(false);
        }
    }

    /// <summary>An attempt begins at most so long after this node last spoke of the request, and so ends before another may take it.</summary>
    public TimeSpan RefreshEvery => options.AttemptTimeout / 2;

    /// <summary>Another node may take at once what this one holds.</summary>
    public async ValueTask ReleaseAsync(string stream) => await HoldAsync(stream, TimeSpan.FromDays(1), CancellationToken.None).ConfigureAwait(false);

    public async ValueTask DeleteOthersAsync(string stream, CancellationToken cancellationToken) => await commands.RunAsync(
        redis => redis.ScriptEvaluateAsync(Scripts.DeleteConsumers, [keys.Stream(stream)], [OutboxKeys.Group, _name, (long)Forgotten.TotalMilliseconds]), cancellationToken).ConfigureAwait(false);

    private static int AtOnce(OutboxKind kind) => kind == OutboxKind.Replay ? 1 : MostAtOnce;

    private async ValueTask<IReadOnlyCollection<string>> HoldAsync(string stream, TimeSpan idle, CancellationToken cancellationToken)
    {
        var result = await InGroupAsync(
            stream,
            redis => redis.ScriptEvaluateAsync(Scripts.Hold, [keys.Stream(stream)], [OutboxKeys.Group, _name, (long)idle.TotalMilliseconds]),
            cancellationToken).ConfigureAwait(false);
        return [.. ((string?[]?)result ?? []).OfType<string>()];
    }

    private async ValueTask RefreshAsync(string stream, Holding holding, CancellationToken cancellationToken)
    {
        holding.Keep(await HoldAsync(stream, TimeSpan.Zero, cancellationToken).ConfigureAwait(false));
        holding.RefreshedAt = Stopwatch.GetTimestamp();
    }

    private async ValueTask TakeOverAsync(
        string stream, OutboxKind kind, Holding holding, Dictionary<string, StoredRequest> fresh, int missing, CancellationToken cancellationToken)
    {
        RedisValue from = "0-0";
        do
        {
            var most = Math.Min(missing, AtOnce(kind));
            var claimed = await InGroupAsync(
                stream,
                redis => redis.StreamAutoClaimAsync(keys.Stream(stream), OutboxKeys.Group, _name, (long)options.TakeOverAfter.TotalMilliseconds, from, most),
                cancellationToken).ConfigureAwait(false);
            var entries = Array.FindAll(claimed.ClaimedEntries ?? [], entry => !entry.IsNull);
            await TakeAsync(stream, kind, holding, fresh, entries, cancellationToken).ConfigureAwait(false);
            missing -= entries.Length;
            from = claimed.NextStartId;
        }
        while (missing > 0 && from != "0-0");
    }

    // It was held before, and its body let go.
    private async ValueTask<StoredRequest?> ReadAsync(string stream, OutboxKind kind, Holding holding, string id, CancellationToken cancellationToken)
    {
        var fresh = new Dictionary<string, StoredRequest>(StringComparer.Ordinal);
        var found = await commands.RunAsync(redis => redis.StreamRangeAsync(keys.Stream(stream), id, id), cancellationToken).ConfigureAwait(false);
        await TakeAsync(stream, kind, holding, fresh, found, cancellationToken).ConfigureAwait(false);
        if (found.Length == 0)
        {
            await DropAsync(stream, holding, id, cancellationToken).ConfigureAwait(false);
        }

        return fresh.GetValueOrDefault(id);
    }

    private async ValueTask TakeAsync(
        string stream, OutboxKind kind, Holding holding, Dictionary<string, StoredRequest> fresh, StreamEntry[] entries, CancellationToken cancellationToken)
    {
        var read = new List<StoredRequest>(entries.Length);
        foreach (var entry in entries)
        {
            if (RequestEntry.Read(stream, kind, entry) is { } request)
            {
                read.Add(request);
            }
            else
            {
                await DropAsync(stream, holding, entry.Id.ToString(), cancellationToken).ConfigureAwait(false);
                observer.Unreadable(1);
            }
        }

        if (read.Count == 0)
        {
            return;
        }

        RedisValue[] names = [.. read.Select(request => (RedisValue)request.Id)];
        var attempts = await commands.RunAsync(redis => redis.HashGetAsync(keys.Attempts, names), cancellationToken).ConfigureAwait(false);
        for (var index = 0; index < read.Count; index++)
        {
            var id = EntryName.Of(read[index].Id).Id;
            fresh[id] = read[index] with { Attempts = attempts[index].TryParse(out int counted) ? counted : 0 };
            holding.Take(id, fresh[id]);
        }
    }

    private static bool IsOver(long since, TimeSpan span) => since == 0 || Stopwatch.GetElapsedTime(since) > span;

    // It is gone, or no request: nobody is to be given it again.
    private async ValueTask DropAsync(string stream, Holding holding, string id, CancellationToken cancellationToken)
    {
        await commands.RunAsync(redis => redis.StreamDeleteAsync(keys.Stream(stream), [id]), cancellationToken).ConfigureAwait(false);
        await commands.RunAsync(redis => redis.StreamAcknowledgeAsync(keys.Stream(stream), OutboxKeys.Group, id), cancellationToken).ConfigureAwait(false);
        holding.Drop(id);
    }

    private async Task<T> InGroupAsync<T>(string stream, Func<IDatabase, Task<T>> command, CancellationToken cancellationToken)
    {
        try
        {
            return await commands.RunAsync(command, cancellationToken).ConfigureAwait(false);
        }
        catch (OutboxStoreException failure) when (RedisFailures.IsNoGroup(failure))
        {
        }

        // From the first entry: what was kept before there was a group is to be sent as well.
        await commands.RunAsync(
            async redis =>
            {
                try
                {
                    return await redis.StreamCreateConsumerGroupAsync(keys.Stream(stream), OutboxKeys.Group, "0-0", createStream: true).ConfigureAwait(false);
                }
                catch (RedisServerException other) when (other.Message.Contains("BUSYGROUP", StringComparison.Ordinal))
                {
                    // Another node was first.
                    return true;
                }
            },
            cancellationToken).ConfigureAwait(false);
        return await commands.RunAsync(command, cancellationToken).ConfigureAwait(false);
    }
}
