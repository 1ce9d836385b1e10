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
    private readonly RedisConsumer _consumer;
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
        _consumer = new(commands, _keys, options, observer);
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
                    if (!_options.DropsOldest || size > _options.MaxBytes || !await DropOldestAsync(cancellationToken).ConfigureAwait(false))
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
        return new NodeLease(this);
    }

    public async ValueTask<IReadOnlyList<StoredRequest>> DueAsync(string proxy, OutboxKind kind, int count, DateTime now, CancellationToken cancellationToken)
    {
        var stream = OutboxKeys.Name(proxy, kind);
        var holding = _holdings.GetOrAdd(stream, static _ => new());
        return await _consumer.TakeAsync(stream, kind, holding, count, now, cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask RemoveAsync(IReadOnlyCollection<string> ids, CancellationToken cancellationToken)
    {
        foreach (var one in ids.Select(EntryName.Of).GroupBy(name => name.Stream, StringComparer.Ordinal))
        {
            await RemoveAsync(one.Key, _keys.Stream(one.Key), [.. one], cancellationToken).ConfigureAwait(false);
        }
    }

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

    public async ValueTask<int> ExpireAsync(DateTime oldest, CancellationToken cancellationToken) =>
        await ExpireAsync(_keys.Index, oldest, cancellationToken).ConfigureAwait(false) + await ExpireAsync(_keys.DeadIndex, oldest, cancellationToken).ConfigureAwait(false);

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
            await _consumer.DeleteOthersAsync(stream, cancellationToken).ConfigureAwait(false);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await ReleaseAsync().ConfigureAwait(false);
        await _close().ConfigureAwait(false);
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
                await _consumer.ReleaseAsync(stream).ConfigureAwait(false);
            }
        }
        catch (OutboxStoreException)
        {
            // Then they wait.
        }
    }

    private Holding? Holding(EntryName name) => _holdings.GetValueOrDefault(name.Stream);

    private async ValueTask<int> RemoveAsync(string stream, RedisKey key, IReadOnlyCollection<EntryName> names, CancellationToken cancellationToken)
    {
        var isDead = stream == DeadStream;
        RedisKey[] keys = [key, isDead ? _keys.DeadIndex : _keys.Index, _keys.Totals, _keys.Attempts];
        RedisValue[] values =
        [
            OutboxKeys.Group, isDead ? "dead" : "bytes", !isDead && OutboxKeys.IsReplay(stream) ? "replay" : "", .. names.Select(name => (RedisValue)name.ToString()),
        ];
        var removed = await _commands.RunAsync(redis => redis.ScriptEvaluateAsync(Scripts.Remove, keys, values), cancellationToken).ConfigureAwait(false);
        foreach (var name in names)
        {
            Holding(name)?.Drop(name.Id);
        }

        return (int)removed;
    }

    private async ValueTask<int> ExpireAsync(RedisKey index, DateTime oldest, CancellationToken cancellationToken)
    {
        const int Most = 256;
        var expired = 0;
        while (true)
        {
            var names = await _commands.RunAsync(
                redis => redis.SortedSetRangeByScoreAsync(index, stop: RequestEntry.Milliseconds(oldest), exclude: Exclude.Stop, take: Most), cancellationToken).ConfigureAwait(false);
            expired += await RemoveNamedAsync(index, names, cancellationToken).ConfigureAwait(false);
            if (names.Length < Most)
            {
                return expired;
            }
        }
    }

    private async ValueTask<bool> DropOldestAsync(CancellationToken cancellationToken)
    {
        var oldest = await _commands.RunAsync(redis => redis.SortedSetRangeByRankAsync(_keys.Index, 0, 0), cancellationToken, AddLimit).ConfigureAwait(false);
        if (oldest.Length == 0)
        {
            return false;
        }

        await RemoveNamedAsync(_keys.Index, oldest, cancellationToken).ConfigureAwait(false);
        return true;
    }

    private async ValueTask<int> RemoveNamedAsync(RedisKey index, RedisValue[] names, CancellationToken cancellationToken)
    {
        var removed = 0;
        var parsed = names.Select(name => EntryName.Parse(name.ToString())).ToList();
        if (parsed.Exists(name => name is null))
        {
            // Somebody else's, where only names belong.
            await _commands.RunAsync(redis => redis.SortedSetRemoveAsync(index, [.. names.Where(name => EntryName.Parse(name.ToString()) is null)]), cancellationToken).ConfigureAwait(false);
        }

        foreach (var one in parsed.OfType<EntryName>().GroupBy(name => name.Stream, StringComparer.Ordinal))
        {
            removed += await RemoveAsync(one.Key, one.Key == DeadStream ? _keys.Dead : _keys.Stream(one.Key), [.. one], cancellationToken).ConfigureAwait(false);
        }

        return removed;
    }

    private const string DeadStream = "dead";

    private static long Number(RedisValue value) => value.TryParse(out long number) ? number : 0;

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

    // A lane reads ahead, and sends for a while before it asks again.
    private sealed class NodeLease : IAsyncDisposable
    {
        private readonly RedisOutboxStore _store;
        private readonly CancellationTokenSource _stopping = new();
        private readonly Task _refreshing;

        public NodeLease(RedisOutboxStore store)
        {
            _store = store;
            _refreshing = store.RefreshAsync(_stopping.Token);
        }

        public async ValueTask DisposeAsync()
        {
            await _stopping.CancelAsync().ConfigureAwait(false);
            await _refreshing.ConfigureAwait(false);
            _stopping.Dispose();
            await _store.ReleaseAsync().ConfigureAwait(false);
        }
    }
}
