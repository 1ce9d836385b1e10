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

    /// <summary>A time that is none, as the disk may leave it, would never come: a text is more than any number.</summary>
    public const string Expired =
        """
        DELETE FROM request WHERE id IN (
          SELECT id FROM request WHERE received_at < $oldest
          UNION ALL SELECT id FROM request WHERE received_at > $never)
        """;

    /// <summary>How much there is, without a look at a request.</summary>
    public const string Content =
        """
        SELECT
          (SELECT CAST(total(entries) AS INTEGER) FROM total WHERE is_dead = 0), (SELECT CAST(total(bytes) AS INTEGER) FROM total WHERE is_dead = 0),
          (SELECT min(received_at) FROM request WHERE is_dead = 0),
          (SELECT CAST(total(entries) AS INTEGER) FROM total WHERE is_dead = 1), (SELECT CAST(total(bytes) AS INTEGER) FROM total WHERE is_dead = 1)
        """;

    private readonly OutboxFile _file;
    private readonly IStoreObserver _observer;
    private readonly long _mostBytesAtOnce;
    private readonly Room _room;
    private readonly StoreFailures _failures;
    private readonly GroupCommit _writes;
    private readonly Lock _reading = new();
    private SqliteConnection? _reader;

    private SqliteOutboxStore(OutboxFile file, SqliteStoreOptions options, IStoreObserver observer)
    {
        _file = file;
        _observer = observer;
        _mostBytesAtOnce = options.MostBytesAtOnce;
        _room = new(file, options);
        _failures = new(file);
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
        var (read, spoilt) = Read(connection => DueRequests.Oldest(connection, new(proxy, kind, now), count, _mostBytesAtOnce));
        await ForgetAsync(spoilt, cancellationToken).ConfigureAwait(false);
        return read;
    }

    public async ValueTask<StoredRequest?> ProbeAsync(string proxy, OutboxKind kind, IReadOnlyCollection<string> except, DateTime now, CancellationToken cancellationToken)
    {
        while (true)
        {
            var (read, spoilt) = Read(connection => DueRequests.Smallest(connection, new(proxy, kind, now), except));
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

    public ValueTask<IReadOnlyList<DeadLetter>> DeadAsync(int count, CancellationToken cancellationToken) => new(Read(connection => DeadRequests.Newest(connection, count)));

    public async ValueTask<int> RetryDeadAsync(string? id, CancellationToken cancellationToken) =>
        await _writes.RunAsync(connection => DeadRequests.Retry(connection, id), size: 0, cancellationToken).ConfigureAwait(false);

    public async ValueTask<int> RemoveDeadAsync(string? id, CancellationToken cancellationToken) =>
        await _writes.RunAsync(connection => DeadRequests.Remove(connection, id), size: 0, cancellationToken).ConfigureAwait(false);

    public async ValueTask<int> ExpireAsync(DateTime oldest, CancellationToken cancellationToken)
    {
        ExpireBroken(oldest);
        return await _writes.RunAsync(
            connection => connection.Execute(Expired, ("$oldest", RequestRow.Milliseconds(oldest)), ("$never", RequestRow.Milliseconds(DateTime.MaxValue))),
            size: 0,
            cancellationToken).ConfigureAwait(false);
    }

    public ValueTask<OutboxContent> MeasureAsync(CancellationToken cancellationToken) => new(Read(connection =>
    {
        using var command = connection.Command(Content);
        using var row = command.ExecuteReader();
        row.Read();
        return new OutboxContent(row.GetInt64(0), row.GetInt64(1), row.Time(2), row.GetInt64(3), row.GetInt64(4))
        {
            IsDiskFull = _room.DiskIsFull(),
        };
    }));

    // From one name to the next in the index: it holds an entry for each request.
    public ValueTask<IReadOnlyCollection<string>> ProxiesAsync(CancellationToken cancellationToken) => new(Read<IReadOnlyCollection<string>>(static connection =>
    {
        using var command = connection.Command(
            """
            WITH RECURSIVE waiting(proxy) AS (
              SELECT min(proxy) FROM request WHERE is_dead = 0
              UNION ALL
              SELECT (SELECT min(proxy) FROM request WHERE is_dead = 0 AND proxy > waiting.proxy) FROM waiting WHERE waiting.proxy IS NOT NULL)
            SELECT proxy FROM waiting WHERE proxy IS NOT NULL
            """);
        using var rows = command.ExecuteReader();
        var proxies = new List<string>();
        while (rows.Read())
        {
            proxies.Add(rows.Text(0) ?? "unknown");
        }

        return proxies;
    }));

    public async ValueTask TidyAsync(CancellationToken cancellationToken)
    {
        if (Read(static connection => connection.Number("PRAGMA freelist_count")) == 0)
        {
            return;
        }

        await _writes.RunAsync(
            static connection =>
            {
                // A row for each page: whoever does not read them all gives only one back.
                using var command = connection.Command("PRAGMA incremental_vacuum(2048)");
                using var pages = command.ExecuteReader();
                while (pages.Read())
                {
                }

                return true;
            },
            size: 0,
            cancellationToken).ConfigureAwait(false);
        Read(static connection => connection.Execute("PRAGMA wal_checkpoint(TRUNCATE)"));
    }

    public ValueTask DisposeAsync()
    {
        try
        {
            _writes.Dispose();
        }
        finally
        {
            lock (_reading)
            {
                _reader?.Dispose();
                _reader = null;
            }
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

    private T Read<T>(Func<SqliteConnection, T> read)
    {
        lock (_reading)
        {
            try
            {
                _reader ??= _file.Connect(canWrite: false);
                return read(_reader);
            }
            catch (Exception failure) when (failure is SqliteException or IOException or UnauthorizedAccessException)
            {
                _reader?.Dispose();
                _reader = null;
                throw _failures.Explain(failure);
            }
        }
    }

    private static void Remove(SqliteConnection connection, long id) => connection.Execute("DELETE FROM request WHERE id = $id", ("$id", id));

    private static long Number(string id) => long.Parse(id, CultureInfo.InvariantCulture);
}
