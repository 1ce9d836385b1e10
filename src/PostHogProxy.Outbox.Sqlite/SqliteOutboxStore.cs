using System.Globalization;
using Microsoft.Data.Sqlite;
using PostHogProxy.Keeping;
using PostHogProxy.Outbox.Stores;

namespace PostHogProxy.Outbox.Sqlite;

/// <summary>Keeps requests in one SQLite file. Several processes may use the file; one of them sends.</summary>
internal sealed class SqliteOutboxStore : IOutboxStore
{
    // A clock that was set back must not make a request wait until it is right again. No pause between attempts is as long as this.
    private static readonly TimeSpan LongestPause = TimeSpan.FromHours(1);

    private readonly OutboxFile _file;
    private readonly IStoreObserver _observer;
    private readonly Room _room;
    private readonly StoreFailures _failures;
    private readonly GroupCommit _writes;
    private readonly Lock _reading = new();
    private SqliteConnection? _reader;

    private SqliteOutboxStore(OutboxFile file, SqliteStoreOptions options, IStoreObserver observer)
    {
        _file = file;
        _observer = observer;
        _room = new(file, options);
        _failures = new(file);
        _writes = new(() => file.Connect(canWrite: true), _failures.Explain, observer.Committed);
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
        return await _writes.RunAsync(
            connection =>
            {
                var kept = _room.Make(connection, request.Kind, size);
                if (kept == Kept.Yes)
                {
                    RequestRow.Add(connection, proxy, request, head);
                }

                return kept;
            },
            size,
            cancellationToken).ConfigureAwait(false);
    }

    public ValueTask<IAsyncDisposable?> TryLeaseAsync(CancellationToken cancellationToken)
    {
        try
        {
            return new(OutboxFile.Open(_file.LockPath, FileShare.None));
        }
        catch (IOException)
        {
            // Another process holds it.
            return new((IAsyncDisposable?)null);
        }
        catch (UnauthorizedAccessException refused)
        {
            throw _failures.Explain(refused);
        }
    }

    public async ValueTask<IReadOnlyList<StoredRequest>> DueAsync(string proxy, OutboxKind kind, int count, DateTime now, CancellationToken cancellationToken)
    {
        var spoilt = new List<string>();
        var due = Read(connection =>
        {
            using var command = connection.Command(
                $"SELECT {RequestRow.Columns} FROM request WHERE is_dead = 0 AND proxy = $proxy AND kind = $kind AND (due_at <= $now OR due_at > $never) ORDER BY id LIMIT $count",
                ("$proxy", proxy), ("$kind", (int)kind), ("$now", RequestRow.Milliseconds(now)), ("$never", RequestRow.Milliseconds(now + LongestPause)), ("$count", count));
            using var rows = command.ExecuteReader();
            var read = new List<StoredRequest>();
            while (rows.Read())
            {
                if (RequestRow.Read(rows) is { } request)
                {
                    read.Add(request);
                }
                else
                {
                    spoilt.Add(RequestRow.Id(rows));
                }
            }

            return read;
        });
        if (spoilt.Count > 0)
        {
            await RemoveAsync(spoilt, cancellationToken).ConfigureAwait(false);
            _observer.Unreadable(spoilt.Count);
        }

        return due;
    }

    public async ValueTask RemoveAsync(IReadOnlyCollection<string> ids, CancellationToken cancellationToken) =>
        await _writes.RunAsync(
            connection =>
            {
                foreach (var id in ids)
                {
                    connection.Execute("DELETE FROM request WHERE id = $id", ("$id", Number(id)));
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

    public async ValueTask<int> ExpireAsync(DateTime oldest, CancellationToken cancellationToken) =>
        await _writes.RunAsync(
            connection => connection.Execute("DELETE FROM request WHERE received_at < $oldest", ("$oldest", RequestRow.Milliseconds(oldest))),
            size: 0,
            cancellationToken).ConfigureAwait(false);

    public ValueTask<OutboxContent> MeasureAsync(CancellationToken cancellationToken) => new(Read(connection =>
    {
        using var command = connection.Command(
            """
            SELECT
              (SELECT coalesce(sum(entries), 0) FROM total WHERE is_dead = 0), (SELECT coalesce(sum(bytes), 0) FROM total WHERE is_dead = 0),
              (SELECT min(received_at) FROM request WHERE is_dead = 0),
              (SELECT coalesce(sum(entries), 0) FROM total WHERE is_dead = 1), (SELECT coalesce(sum(bytes), 0) FROM total WHERE is_dead = 1)
            """);
        using var row = command.ExecuteReader();
        row.Read();
        return new OutboxContent(
            row.GetInt64(0), row.GetInt64(1), row.IsDBNull(2) ? null : RequestRow.Time(row.GetInt64(2)), row.GetInt64(3), row.GetInt64(4))
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
            proxies.Add(rows.GetString(0));
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
        _writes.Dispose();
        lock (_reading)
        {
            _reader?.Dispose();
        }

        return ValueTask.CompletedTask;
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

    private static long Number(string id) => long.Parse(id, CultureInfo.InvariantCulture);
}
