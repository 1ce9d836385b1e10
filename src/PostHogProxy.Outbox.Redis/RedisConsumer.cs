using System.Diagnostics;
using PostHogProxy.Keeping;
using PostHogProxy.Outbox.Stores;
using StackExchange.Redis;

namespace PostHogProxy.Outbox.Redis;

/// <summary>Takes requests for this node: those that it holds, those that others let lie, and new ones.</summary>
internal sealed class RedisConsumer(RedisCommands commands, OutboxKeys keys, ConsumerGroup group, RedisStoreOptions options, IStoreObserver observer)
{
    // XREADGROUP brings the bodies: 16 small ones at once, and recordings one by one.
    private const int MostAtOnce = 16;

    private static readonly TimeSpan ClaimEvery = TimeSpan.FromSeconds(1);

    /// <summary>An attempt begins at most so long after this node last spoke of the request, and so ends before another may take it.</summary>
    public TimeSpan RefreshEvery => options.AttemptTimeout / 2;

    /// <summary>The oldest that are due: those that this node holds, and as many new ones as are missing.</summary>
    public async ValueTask<IReadOnlyList<StoredRequest>> TakeAsync(string stream, OutboxKind kind, Holding holding, int count, DateTime now, CancellationToken cancellationToken)
    {
        var fresh = await HoldAsync(stream, kind, holding, count, now, AtOnce(kind), cancellationToken).ConfigureAwait(false);
        var due = new List<StoredRequest>();
        var bytes = 0L;
        foreach (var held in holding.Due(count, now))
        {
            if (bytes >= options.MostBytesAtOnce)
            {
                break;
            }

            if (await ReadAsync(stream, kind, holding, held, fresh, cancellationToken).ConfigureAwait(false) is { } request)
            {
                due.Add(request);
                bytes += request.Request.Body.Length;
            }
        }

        return due;
    }

    /// <summary>One that is due and none of these: the oldest small one that this node holds, or else its smallest, or else the next.</summary>
    public async ValueTask<StoredRequest?> TakeOneAsync(
        string stream, OutboxKind kind, Holding holding, IReadOnlyCollection<string> except, DateTime now, CancellationToken cancellationToken)
    {
        var others = except.Select(static name => EntryName.Of(name).Id).ToHashSet(StringComparer.Ordinal);
        while (true)
        {
            // One at a time: each new one comes with its body.
            var fresh = await HoldAsync(stream, kind, holding, others.Count + 1, now, atOnce: 1, cancellationToken).ConfigureAwait(false);
            if (holding.Smallest(others, now) is not { } held)
            {
                return null;
            }

            // Null where it is gone meanwhile; then this node no longer holds it.
            if (await ReadAsync(stream, kind, holding, held, fresh, cancellationToken).ConfigureAwait(false) is { } request)
            {
                return request;
            }
        }
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

    private static int AtOnce(OutboxKind kind) => kind == OutboxKind.Replay ? 1 : MostAtOnce;

    private static bool IsOver(long since, TimeSpan span) => since == 0 || Stopwatch.GetElapsedTime(since) > span;

    // Makes this node hold as many as are wanted, where there are so many. Answers those that came with it; large ones are not kept in memory.
    private async ValueTask<Dictionary<string, StoredRequest>> HoldAsync(
        string stream, OutboxKind kind, Holding holding, int count, DateTime now, int atOnce, CancellationToken cancellationToken)
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
            await TakeOverAsync(stream, kind, holding, fresh, count - holding.Due(count, now).Count, atOnce, cancellationToken).ConfigureAwait(false);
        }

        while (count - holding.Due(count, now).Count is > 0 and var missing)
        {
            var most = Math.Min(missing, atOnce);
            var read = await group.ReadNewAsync(stream, most, cancellationToken).ConfigureAwait(false);
            await TakeAsync(stream, kind, holding, fresh, read, cancellationToken).ConfigureAwait(false);
            if (read.Length < most || fresh.Values.Sum(static one => (long)one.Request.Body.Length) >= options.MostBytesAtOnce)
            {
                break;
            }
        }

        return fresh;
    }

    private async ValueTask RefreshAsync(string stream, Holding holding, CancellationToken cancellationToken)
    {
        holding.Keep(await group.RefreshAsync(stream, cancellationToken).ConfigureAwait(false));
        holding.RefreshedAt = Stopwatch.GetTimestamp();
    }

    private async ValueTask TakeOverAsync(
        string stream, OutboxKind kind, Holding holding, Dictionary<string, StoredRequest> fresh, int missing, int atOnce, CancellationToken cancellationToken)
    {
        RedisValue from = "0-0";
        do
        {
            var claimed = await group.ClaimAsync(stream, options.TakeOverAfter, from, Math.Min(missing, atOnce), cancellationToken).ConfigureAwait(false);
            var entries = Array.FindAll(claimed.ClaimedEntries ?? [], entry => !entry.IsNull);
            await TakeAsync(stream, kind, holding, fresh, entries, cancellationToken).ConfigureAwait(false);
            missing -= entries.Length;
            from = claimed.NextStartId;
        }
        while (missing > 0 && from != "0-0");
    }

    // Where it was held before, and its body let go, it is read again.
    private async ValueTask<StoredRequest?> ReadAsync(
        string stream, OutboxKind kind, Holding holding, Holding.Held held, Dictionary<string, StoredRequest> fresh, CancellationToken cancellationToken)
    {
        if ((held.Request ?? fresh.GetValueOrDefault(held.Id)) is { } known)
        {
            return known;
        }

        var found = await commands.RunAsync(redis => redis.StreamRangeAsync(keys.Stream(stream), held.Id, held.Id), cancellationToken).ConfigureAwait(false);
        if (found.Length == 0)
        {
            await DropAsync(stream, holding, held.Id, cancellationToken).ConfigureAwait(false);
            return null;
        }

        var read = new Dictionary<string, StoredRequest>(StringComparer.Ordinal);
        await TakeAsync(stream, kind, holding, read, found, cancellationToken).ConfigureAwait(false);
        return read.GetValueOrDefault(held.Id);
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

    // It is gone, or no request: nobody is to be given it again.
    private async ValueTask DropAsync(string stream, Holding holding, string id, CancellationToken cancellationToken)
    {
        await commands.RunAsync(redis => redis.StreamDeleteAsync(keys.Stream(stream), [id]), cancellationToken).ConfigureAwait(false);
        await commands.RunAsync(redis => redis.StreamAcknowledgeAsync(keys.Stream(stream), OutboxKeys.Group, id), cancellationToken).ConfigureAwait(false);
        holding.Drop(id);
    }
}
