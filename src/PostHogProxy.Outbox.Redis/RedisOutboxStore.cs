using System.Collections.Concurrent;
using System.Diagnostics;
using PostHogProxy.Keeping;
using PostHogProxy.Outbox.Stores;
using StackExchange.Redis;

namespace PostHogProxy.Outbox.Redis;

/// <summary>
/// Keeps requests in Redis Streams that all nodes of an app share. All of them send: the consumer group gives each request to one node, and to
/// another when that one says nothing of it for twice as long as an attempt may take. There is no lock that one node holds for all, because a node
/// sends only what its own proxies took, and nodes of one fleet may differ while they are deployed.
/// </summary>
/// <remarks>
/// Redis's own count of deliveries buries nothing. An outage and the end of a node deliver again too, and would use up what a request has. It is the
/// lane that knows whether others passed meanwhile; what it counts lies beside the stream, for all nodes.
/// </remarks>
internal sealed class RedisOutboxStore : IOutboxStore
{
    // The visitor waits for it.
    private static readonly TimeSpan AddLimit = TimeSpan.FromSeconds(2);

    private readonly RedisCommands _commands;
    private readonly RedisStoreOptions _options;
    private readonly IStoreObserver _observer;
    private readonly OutboxKeys _keys;
    private readonly ConsumerGroup _group;
    private readonly RedisConsumer _consumer;
    private readonly Removal _removal;
    private readonly DeadEntries _dead;
    private readonly Reconciliation _reconciliation;
    private readonly Func<ValueTask> _close;
    private readonly Func<ValueTask> _check;
    private readonly ConcurrentDictionary<string, Holding> _holdings = new(StringComparer.Ordinal);

    /// <param name="commands">The server.</param>
    /// <param name="options">Where, and how much.</param>
    /// <param name="observer">Hears of commits, and of what is no request.</param>
    /// <param name="check">Says in the log what the server's settings put at risk; each time until it could be asked.</param>
    /// <param name="close">Closes the connection where it is the outbox's own.</param>
    public RedisOutboxStore(RedisCommands commands, RedisStoreOptions options, IStoreObserver observer, Func<ValueTask>? check = null, Func<ValueTask>? close = null)
    {
        _commands = commands;
        _options = options;
        _observer = observer;
        _keys = new(options.Prefix);
        _group = new(commands, _keys);
        _consumer = new(commands, _keys, _group, options, observer);
        _removal = new(commands, _keys, _holdings);
        _dead = new(commands, _keys, _removal);
        _reconciliation = new(commands, _keys);
        _check = check ?? (static () => ValueTask.CompletedTask);
        _close = close ?? (static () => ValueTask.CompletedTask);
    }

    public async ValueTask<Kept> AddAsync(string proxy, KeptRequest request, CancellationToken cancellationToken)
    {
        var size = RequestEntry.Size(request);
        var stream = OutboxKeys.Name(proxy, request.Kind);
        RedisKey[] keys = [_keys.Stream(stream), _keys.Index, _keys.Totals, _keys.Streams];
        RedisValue[] values =
        [
            stream, size, RequestEntry.Milliseconds(request.ReceivedAt), OutboxKeys.IsReplay(stream) ? "1" : "0",
            _options.MaxBytes, (long)(_options.MaxBytes * _options.MaxReplayShare), .. RequestEntry.Fields(request, size),
        ];
        while (true)
        {
            var begun = Stopwatch.GetTimestamp();
            switch ((string?)await _commands.RunAsync(redis => redis.ScriptEvaluateAsync(Scripts.Add, keys, values), cancellationToken, AddLimit).ConfigureAwait(false))
            {
                case "yes":
                    _observer.Committed(1, Stopwatch.GetElapsedTime(begun));
                    return Kept.Yes;
                case "replays":
                    return Kept.ReplaysFull;
                default:
                    if (!_options.DropsOldest || size > _options.MaxBytes || !await _removal.DropOldestAsync(AddLimit, cancellationToken).ConfigureAwait(false))
                    {
                        return Kept.Full;
                    }

                    break;
            }
        }
    }

    public async ValueTask<IAsyncDisposable?> TryLeaseAsync(CancellationToken cancellationToken)
    {
        await _check().ConfigureAwait(false);
        return new NodeLease(_consumer, _holdings, ReleaseAsync);
    }

    public async ValueTask<IReadOnlyList<StoredRequest>> DueAsync(string proxy, OutboxKind kind, int count, DateTime now, CancellationToken cancellationToken)
    {
        var stream = OutboxKeys.Name(proxy, kind);
        var holding = _holdings.GetOrAdd(stream, static _ => new());
        return await _consumer.TakeAsync(stream, kind, holding, count, now, cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask<StoredRequest?> ProbeAsync(string proxy, OutboxKind kind, IReadOnlyCollection<string> except, DateTime now, CancellationToken cancellationToken)
    {
        var stream = OutboxKeys.Name(proxy, kind);
        var holding = _holdings.GetOrAdd(stream, static _ => new());
        return await _consumer.TakeOneAsync(stream, kind, holding, except, now, cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask RemoveAsync(IReadOnlyCollection<string> ids, CancellationToken cancellationToken) =>
        await _removal.RemoveAsync(ids.Select(EntryName.Of), cancellationToken).ConfigureAwait(false);

    public async ValueTask PostponeAsync(string id, int status, bool isCounted, DateTime dueAt, CancellationToken cancellationToken)
    {
        if (isCounted)
        {
            await _commands.RunAsync(redis => redis.ScriptEvaluateAsync(Scripts.Count, [_keys.Index, _keys.Attempts], [id]), cancellationToken).ConfigureAwait(false);
        }

        // When it is due is this node's to know: it holds the request until then. Should it end meanwhile, another takes over at once, or after twice
        // as long as an attempt may take.
        var name = EntryName.Of(id);
        Holding(name)?.Postpone(name.Id, dueAt);
    }

    public async ValueTask BuryAsync(string id, int status, CancellationToken cancellationToken)
    {
        var name = EntryName.Of(id);
        RedisKey[] keys = [_keys.Stream(name.Stream), _keys.Index, _keys.Totals, _keys.Attempts, _keys.Dead, _keys.DeadIndex];
        RedisValue[] values = [OutboxKeys.Group, OutboxKeys.IsReplay(name.Stream) ? "1" : "0", id, name.Stream, status, _options.DeadLetterMaxBytes];
        await _commands.RunAsync(redis => redis.ScriptEvaluateAsync(Scripts.Bury, keys, values), cancellationToken).ConfigureAwait(false);
        Holding(name)?.Drop(name.Id);
    }

    public ValueTask<IReadOnlyList<DeadLetter>> DeadAsync(int count, CancellationToken cancellationToken) => _dead.NewestAsync(count, cancellationToken);

    public ValueTask<int> RetryDeadAsync(string? id, CancellationToken cancellationToken) => _dead.RetryAsync(id, cancellationToken);

    public ValueTask<int> RemoveDeadAsync(string? id, CancellationToken cancellationToken) => _dead.RemoveAsync(id, cancellationToken);

    public ValueTask<int> ExpireAsync(DateTime oldest, CancellationToken cancellationToken) => _removal.ExpireAsync(oldest, cancellationToken);

    public async ValueTask<OutboxContent> MeasureAsync(CancellationToken cancellationToken)
    {
        var entries = _commands.RunAsync(redis => redis.SortedSetLengthAsync(_keys.Index), cancellationToken);
        var oldest = _commands.RunAsync(redis => redis.SortedSetRangeByRankWithScoresAsync(_keys.Index, 0, 0), cancellationToken);
        var dead = _commands.RunAsync(redis => redis.SortedSetLengthAsync(_keys.DeadIndex), cancellationToken);
        var totals = await _commands.RunAsync(redis => redis.HashGetAsync(_keys.Totals, ["bytes", "dead"]), cancellationToken).ConfigureAwait(false);
        return new(
            await entries.ConfigureAwait(false),
            Number(totals[0]),
            await oldest.ConfigureAwait(false) is [var first, ..] ? RequestEntry.Time((long)first.Score) : null,
            await dead.ConfigureAwait(false),
            Number(totals[1]));
    }

    public async ValueTask<IReadOnlyCollection<string>> ProxiesAsync(CancellationToken cancellationToken)
    {
        var proxies = new HashSet<string>(StringComparer.Ordinal);
        foreach (var stream in await _commands.RunAsync(redis => redis.SetMembersAsync(_keys.Streams), cancellationToken).ConfigureAwait(false))
        {
            // A stream that was sent whole stays, empty.
            if (await _commands.RunAsync(redis => redis.StreamLengthAsync(_keys.Stream(stream!)), cancellationToken).ConfigureAwait(false) > 0)
            {
                proxies.Add(OutboxKeys.Proxy(stream!));
            }
        }

        return proxies;
    }

    public async ValueTask TidyAsync(CancellationToken cancellationToken)
    {
        await _reconciliation.RunAsync(cancellationToken).ConfigureAwait(false);
        foreach (var stream in _holdings.Keys)
        {
            await _group.DeleteOthersAsync(stream, cancellationToken).ConfigureAwait(false);
        }
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            await ReleaseAsync().ConfigureAwait(false);
        }
        finally
        {
            await _close().ConfigureAwait(false);
        }
    }

    // Other nodes need not wait for what this one no longer sends.
    private async ValueTask ReleaseAsync()
    {
        var streams = _holdings.Keys.ToList();
        _holdings.Clear();
        try
        {
            foreach (var stream in streams)
            {
                await _group.ReleaseAsync(stream).ConfigureAwait(false);
            }
        }
        catch (OutboxStoreException)
        {
            // Then they wait.
        }
    }

    private Holding? Holding(EntryName name) => _holdings.GetValueOrDefault(name.Stream);

    private static long Number(RedisValue value) => value.TryParse(out long number) ? number : 0;
}
