using System.Globalization;
using Microsoft.Data.Sqlite;
using PostHogProxy.Keeping;
using PostHogProxy.Outbox.Stores;

namespace PostHogProxy.Outbox.Sqlite;

/// <summary>Keeps requests in one SQLite file. Several processes may use the file; one of them sends.</summary>
internal sealed class SqliteOutboxStore : IOutboxStore
{
    // More of what waits for the disk is refused at once. Two of the largest requests that the settings allow.
    private const long MostWaiting = 128L << 20;

    private readonly OutboxFile _file;
    private readonly IStoreObserver _observer;
    private readonly long _mostBytesAtOnce;
    private readonly Room _room;
    private readonly StoreFailures _failures;
    private readonly GroupCommit _writes;
    private readonly FileReader _reader;

    private SqliteOutboxStore(OutboxFile file, SqliteStoreOptions options, IStoreObserver observer)
    {
        _file = file;
        _observer = observer;
        _mostBytesAtOnce = options.MostBytesAtOnce;
        _room = new(file, options);
        _failures = new(file);
        _reader = new(file, _failures);
        _writes = new(new(patience => file.Connect(canWrite: true, patience), _failures), MostWaiting, observer.Committed);
    }

    /// <summary>Opens the file, or makes it. A file that is broken is put aside, and what can be read of it is taken over.</summary>
    /// <param name="options">Where, and how much.</param>
    /// <param name="observer">Hears of commits, and of what is spoilt.</param>
    /// <param name="salvaged">What was found broken, and how much of it could be read; null where nothing was.</param>
    /// <exception cref="OutboxStoreException">There can be no such file there.</exception>
    public static SqliteOutboxStore Open(SqliteStoreOptions options, IStoreObserver observer, out Salvage? salvaged)
    {
        var file = new OutboxFile(options);
        salvaged = FileCheck.Run(file);
        return new(file, options, observer);
    }

    public async ValueTask<Kept> AddAsync(string proxy, KeptRequest request, CancellationToken cancellationToken)
    {
        if (_room.DiskIsFull())
        {
            return Kept.DiskFull;
        }

        var head = RequestHead.Write(request);
        var size = head.Length + request.Body.Length;
        var (kept, _) = await _writes.RunAsync(
            connection =>
            {
                var room = _room.Make(connection, request.Kind, size);
                return (Kept: room, Id: room == Kept.Yes ? RequestRow.Add(connection, proxy, request, head) : 0);
            },
            size,
            cancellationToken,
            static (connection, added) => Remove(connection, added.Id)).ConfigureAwait(false);
        return kept;
    }

    public ValueTask<IAsyncDisposable?> TryLeaseAsync(CancellationToken cancellationToken)
    {
        try
        {
            return new(_file.TryLock());
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw _failures.Explain(refused);
        }
    }

    public async ValueTask<IReadOnlyList<StoredRequest>> DueAsync(string proxy, OutboxKind kind, int count, DateTime now, CancellationToken cancellationToken)
    {
        var (read, spoilt) = _reader.Read(connection => DueRequests.Oldest(connection, new(proxy, kind, now), count, _mostBytesAtOnce));
        await ForgetAsync(spoilt, cancellationToken).ConfigureAwait(false);
        return read;
    }

    public async ValueTask<StoredRequest?> ProbeAsync(string proxy, OutboxKind kind, IReadOnlyCollection<string> except, DateTime now, CancellationToken cancellationToken)
    {
        while (true)
        {
            var (read, spoilt) = _reader.Read(connection => DueRequests.Smallest(connection, new(proxy, kind, now), except));
            if (spoilt.Count == 0)
            {
                return read.Count > 0 ? read[0] : null;
            }

            await ForgetAsync(spoilt, cancellationToken).ConfigureAwait(false);
        }
    }

    public async ValueTask RemoveAsync(IReadOnlyCollection<string> ids, CancellationToken cancellationToken) =>
        await _writes.RunAsync(
            connection =>
            {
                foreach (var id in ids)
                {
                    Remove(connection, Number(id));
                }

                return true;
            },
            size: 0,
            cancellationToken).ConfigureAwait(false);

    public async ValueTask PostponeAsync(string id, int status, bool isCounted, DateTime dueAt, CancellationToken cancellationToken) =>
        await _writes.RunAsync(
            connection => connection.Execute(
                "UPDATE request SET due_at = $due, last_status = $status, attempts = attempts + $counted WHERE id = $id",
                ("$due", RequestRow.Milliseconds(dueAt)), ("$status", status), ("$counted", isCounted ? 1 : 0), ("$id", Number(id))),
            size: 0,
            cancellationToken).ConfigureAwait(false);

    public async ValueTask BuryAsync(string id, int status, CancellationToken cancellationToken) =>
        await _writes.RunAsync(
            connection =>
            {
                connection.Execute("UPDATE request SET is_dead = 1, last_status = $status WHERE id = $id", ("$status", status), ("$id", Number(id)));
                _room.LimitDead(connection);
                return true;
            },
            size: 0,
            cancellationToken).ConfigureAwait(false);

    public ValueTask<IReadOnlyList<DeadLetter>> DeadAsync(int count, CancellationToken cancellationToken) => new(_reader.Read(connection => DeadRequests.Newest(connection, count)));

    public async ValueTask<int> RetryDeadAsync(string? id, CancellationToken cancellationToken) =>
        await _writes.RunAsync(connection => DeadRequests.Retry(connection, id), size: 0, cancellationToken).ConfigureAwait(false);

    public async ValueTask<int> RemoveDeadAsync(string? id, CancellationToken cancellationToken) =>
        await _writes.RunAsync(connection => DeadRequests.Remove(connection, id), size: 0, cancellationToken).ConfigureAwait(false);

    public async ValueTask<int> ExpireAsync(DateTime oldest, CancellationToken cancellationToken)
    {
        ExpireBroken(oldest);
        return await _writes.RunAsync(connection => FileContent.Expire(connection, oldest), size: 0, cancellationToken).ConfigureAwait(false);
    }

    public ValueTask<OutboxContent> MeasureAsync(CancellationToken cancellationToken) =>
        new(_reader.Read(connection => FileContent.Measure(connection, _room.DiskIsFull())));

    public ValueTask<IReadOnlyCollection<string>> ProxiesAsync(CancellationToken cancellationToken) => new(_reader.Read(FileContent.Proxies));

    public async ValueTask TidyAsync(CancellationToken cancellationToken)
    {
        if (_reader.Read(FileContent.HasFreePages))
        {
            await _writes.RunAsync(FileContent.FreePages, size: 0, cancellationToken).ConfigureAwait(false);
            _reader.Read(static connection => connection.Execute("PRAGMA wal_checkpoint(TRUNCATE)"));
        }
    }

    public ValueTask DisposeAsync()
    {
        try
        {
            _writes.Dispose();
        }
        finally
        {
            _reader.Dispose();
        }

        return ValueTask.CompletedTask;
    }

    // What visitors did stands in a file that was put aside, too. All of it came before the file was written last.
    private void ExpireBroken(DateTime oldest)
    {
        try
        {
            foreach (var file in _file.Broken.Where(file => File.GetLastWriteTimeUtc(file) < oldest))
            {
                File.Delete(file);
            }
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw _failures.Explain(refused);
        }
    }

    private async ValueTask ForgetAsync(List<string> spoilt, CancellationToken cancellationToken)
    {
        if (spoilt.Count > 0)
        {
            await RemoveAsync(spoilt, cancellationToken).ConfigureAwait(false);
            _observer.Unreadable(spoilt.Count);
        }
    }

    private static void Remove(SqliteConnection connection, long id) => connection.Execute("DELETE FROM request WHERE id = $id", ("$id", id));

    private static long Number(string id) => long.Parse(id, CultureInfo.InvariantCulture);
}
