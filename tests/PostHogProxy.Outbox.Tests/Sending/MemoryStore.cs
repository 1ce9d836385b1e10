using System.Globalization;
using PostHogProxy.Keeping;
using PostHogProxy.Outbox.Stores;

namespace PostHogProxy.Outbox.Tests.Sending;

/// <summary>Requests kept in memory, as the contract of a store says. It counts what it is asked, and fails where the test says so.</summary>
internal sealed class MemoryStore : IOutboxStore
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<long, Row> _rows = [];
    private readonly Dictionary<(string Proxy, OutboxKind Kind), SortedSet<long>> _waiting = [];
    private long _next;
    private long _bytes;

    public long MaxBytes { get; init; } = long.MaxValue;

    /// <summary>What a call of that name fails with.</summary>
    public Func<string, bool> Fails { get; set; } = static _ => false;

    /// <summary>What every call fails with; null while none does.</summary>
    public Exception? Failure { get; set; }

    /// <summary>Whether it measures itself for ever.</summary>
    public bool Hangs { get; set; }

    /// <summary>How often dead letters were read.</summary>
    public int LettersRead { get; private set; }

    public bool IsClosed { get; private set; }

    public bool IsLeasedElsewhere { get; set; }

    public bool IsLeased { get; private set; }

    /// <summary>How often it was asked what is due of a kind.</summary>
    public Dictionary<OutboxKind, int> Asked { get; } = [];

    public long MostBytes { get; private set; }

    public IReadOnlyList<Row> Rows
    {
        get
        {
            lock (_gate)
            {
                return [.. _rows.Values];
            }
        }
    }

    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _rows.Count;
            }
        }
    }

    public Kept Add(string proxy, KeptRequest request)
    {
        lock (_gate)
        {
            if (_bytes + request.Body.Length > MaxBytes)
            {
                return Kept.Full;
            }

            var id = ++_next;
            _rows.Add(id, new(id.ToString(CultureInfo.InvariantCulture), proxy, request));
            Waiting(proxy, request.Kind).Add(id);
            _bytes += request.Body.Length;
            MostBytes = Math.Max(MostBytes, _bytes);
            return Kept.Yes;
        }
    }

    public ValueTask<Kept> AddAsync(string proxy, KeptRequest request, CancellationToken cancellationToken) => new(Run("add", () => Add(proxy, request)));

    public ValueTask<IAsyncDisposable?> TryLeaseAsync(CancellationToken cancellationToken) => new(Run("lease", () =>
    {
        if (IsLeasedElsewhere)
        {
            return null;
        }

        Assert.False(IsLeased);
        IsLeased = true;
        return (IAsyncDisposable?)new Lease(this);
    }));

    public ValueTask<IReadOnlyList<StoredRequest>> DueAsync(string proxy, OutboxKind kind, int count, DateTime now, CancellationToken cancellationToken) => new(
        Run<IReadOnlyList<StoredRequest>>("due", () =>
        {
            Asked[kind] = Asked.GetValueOrDefault(kind) + 1;
            return [.. Waiting(proxy, kind).Select(id => _rows[id]).Where(row => row.DueAt <= now).Take(count).Select(row => new StoredRequest(row.Id, row.Request, row.Attempts))];
        }));

    public ValueTask<StoredRequest?> ProbeAsync(string proxy, OutboxKind kind, IReadOnlyCollection<string> except, DateTime now, CancellationToken cancellationToken) => new(
        Run("due", () =>
        {
            Asked[kind] = Asked.GetValueOrDefault(kind) + 1;
            return Waiting(proxy, kind).Select(id => _rows[id]).Where(row => row.DueAt <= now && !except.Contains(row.Id)).Select(row => new StoredRequest(row.Id, row.Request, row.Attempts)).FirstOrDefault();
        }));

    public ValueTask RemoveAsync(IReadOnlyCollection<string> ids, CancellationToken cancellationToken)
    {
        Run("remove", () =>
        {
            foreach (var id in ids)
            {
                Delete(Key(id));
            }

            return true;
        });
        return default;
    }

    public ValueTask PostponeAsync(string id, int status, bool isCounted, DateTime dueAt, CancellationToken cancellationToken)
    {
        Run("postpone", () => Change(id, row => row with { DueAt = dueAt, Attempts = row.Attempts + (isCounted ? 1 : 0) }));
        return default;
    }

    public ValueTask BuryAsync(string id, int status, CancellationToken cancellationToken)
    {
        Run("bury", () => Change(id, row =>
        {
            Waiting(row.Proxy, row.Request.Kind).Remove(Key(id));
            return row with { DeadBy = status };
        }));
        return default;
    }

    public ValueTask<IReadOnlyList<DeadLetter>> DeadAsync(int count, CancellationToken cancellationToken) => new(Run<IReadOnlyList<DeadLetter>>("dead", () =>
    {
        LettersRead++;
        return [.. Dead().Reverse().Take(count).Select(static row => new DeadLetter(row.Id, row.Request.Kind, row.Proxy, row.Request.ReceivedAt, row.DeadBy ?? 0, row.Request.Body.Length))];
    }));

    public ValueTask<int> RetryDeadAsync(string? id, CancellationToken cancellationToken) => new(Run("retry", () => Each(id, row =>
    {
        _rows[Key(row.Id)] = new(row.Id, row.Proxy, row.Request);
        Waiting(row.Proxy, row.Request.Kind).Add(Key(row.Id));
    })));

    public ValueTask<int> RemoveDeadAsync(string? id, CancellationToken cancellationToken) => new(Run("drop", () => Each(id, row => Delete(Key(row.Id)))));

    public ValueTask<int> ExpireAsync(DateTime oldest, CancellationToken cancellationToken) => new(Run("expire", () =>
    {
        var expired = _rows.Where(row => row.Value.Request.ReceivedAt < oldest).Select(row => row.Key).ToList();
        expired.ForEach(Delete);
        return expired.Count;
    }));

    public async ValueTask<OutboxContent> MeasureAsync(CancellationToken cancellationToken)
    {
        if (Hangs)
        {
            await Task.Delay(Timeout.Infinite, cancellationToken);
        }

        return Run("measure", Measure);
    }

    public ValueTask<IReadOnlyCollection<string>> ProxiesAsync(CancellationToken cancellationToken) => new(
        Run<IReadOnlyCollection<string>>("proxies", () => [.. _rows.Values.Where(static row => row.DeadBy is null).Select(static row => row.Proxy).Distinct()]));

    public ValueTask TidyAsync(CancellationToken cancellationToken) => default;

    public ValueTask DisposeAsync()
    {
        IsClosed = true;
        return default;
    }

    private static long Key(string id) => long.Parse(id, CultureInfo.InvariantCulture);

    private OutboxContent Measure()
    {
        var waiting = _rows.Values.Where(static row => row.DeadBy is null).ToList();
        var oldest = waiting.Count > 0 ? waiting.Min(static row => row.Request.ReceivedAt) : (DateTime?)null;
        var dead = Dead().Sum(static row => (long)row.Request.Body.Length);
        return new OutboxContent(waiting.Count, _bytes - dead, oldest, _rows.Count - waiting.Count, dead);
    }

    private IEnumerable<Row> Dead() => _rows.Values.Where(static row => row.DeadBy is not null);

    private int Each(string? id, Action<Row> change)
    {
        var rows = Dead().Where(row => id is null || row.Id == id).ToList();
        rows.ForEach(change);
        return rows.Count;
    }

    private bool Change(string id, Func<Row, Row> change)
    {
        var key = Key(id);
        if (_rows.TryGetValue(key, out var row))
        {
            _rows[key] = change(row);
        }

        return true;
    }

    private void Delete(long id)
    {
        if (_rows.Remove(id, out var row))
        {
            Waiting(row.Proxy, row.Request.Kind).Remove(id);
            _bytes -= row.Request.Body.Length;
        }
    }

    private SortedSet<long> Waiting(string proxy, OutboxKind kind) =>
        _waiting.TryGetValue((proxy, kind), out var ids) ? ids : _waiting[(proxy, kind)] = [];

    private T Run<T>(string name, Func<T> action)
    {
        lock (_gate)
        {
            return Failure is not null ? throw Failure
                : Fails(name) ? throw new OutboxStoreException($"The test lets '{name}' fail")
                : action();
        }
    }

    // DeadBy: the status for which it is a dead letter; null while it is none.
    internal sealed record Row(string Id, string Proxy, KeptRequest Request, int Attempts = 0, DateTime DueAt = default, int? DeadBy = null);

    private sealed class Lease(MemoryStore store) : IAsyncDisposable
    {
        public ValueTask DisposeAsync()
        {
            store.IsLeased = false;
            return default;
        }
    }
}
