using Microsoft.Data.Sqlite;
using PostHogProxy.Keeping;
using PostHogProxy.Outbox.Stores;

namespace PostHogProxy.Outbox.Sqlite;

/// <summary>
/// An outbox's file as a person reads and changes it, whether an app uses it or not. Here the file is never made, checked page by page or put aside:
/// that is the app's to do.
/// </summary>
internal sealed class Archive : IDisposable
{
    private const int Page = 64;

    // The app has set the bound. Nothing is added here.
    private static readonly SqliteStoreOptions Unbounded = new() { Path = "", MaxBytes = 1L << 42 };

    private readonly OutboxFile _file;
    private readonly StoreFailures _failures;
    private readonly SqliteConnection _connection;

    private Archive(OutboxFile file, StoreFailures failures, SqliteConnection connection) => (_file, _failures, _connection) = (file, failures, connection);

    /// <summary>What lies beside the file because it was found broken once.</summary>
    public IReadOnlyList<string> Broken => [.. _file.Broken];

    /// <exception cref="OutboxStoreException">There is no outbox there, or it cannot be read.</exception>
    public static Archive Open(string path)
    {
        var file = new OutboxFile(Unbounded with { Path = path });
        var failures = new StoreFailures(file);
        if (Directory.Exists(file.Path))
        {
            throw new OutboxStoreException($"{file.Path} is a folder. Name the file of an outbox in it");
        }

        if (!File.Exists(file.Path))
        {
            throw new OutboxStoreException($"There is no file {file.Path}. The app's log names its outbox in the line 'PostHog outbox ready'");
        }

        SqliteConnection? connection = null;
        try
        {
            connection = file.Connect(canWrite: false);
            var version = connection.Number("PRAGMA user_version");
            return version == Schema.Version && connection.Number("SELECT count(*) FROM sqlite_master WHERE name IN ('request', 'total')") == 2
                ? new(file, failures, connection)
                : throw new OutboxStoreException($"{file.Path} is no outbox of this version of PostHogProxy (it says {version}, this version {Schema.Version}). Name the outbox, or use the tool of the version that the app has");
        }
        catch (Exception failure)
        {
            connection?.Dispose();
            if (failure is SqliteException or IOException or UnauthorizedAccessException)
            {
                throw failures.Explain(failure);
            }

            throw;
        }
    }

    /// <summary>How much there is of each kind, of those that wait or of dead letters.</summary>
    public IReadOnlyList<ArchiveTotal> Totals(bool isDead) => Read(
        "SELECT kind, count(*), CAST(total(bytes) AS INTEGER), min(received_at) FROM request WHERE is_dead = $dead GROUP BY kind ORDER BY kind",
        static row => new ArchiveTotal((OutboxKind)(row.Count(0) ?? 0), row.GetInt64(1), row.GetInt64(2), row.Time(3) ?? DateTime.UnixEpoch),
        ("$dead", isDead ? 1 : 0));

    /// <summary>How many dead letters there are for each answer of PostHog's.</summary>
    public IReadOnlyList<(int Status, long Entries)> DeadByStatus() => Read(
        "SELECT last_status, count(*) FROM request WHERE is_dead = 1 GROUP BY last_status ORDER BY last_status", static row => (row.Count(0) ?? 0, row.GetInt64(1)));

    public long LastId() => Guard(() => _connection.Number("SELECT max(id) FROM request"));

    /// <summary>All requests, the oldest first, a few at a time: a long read would keep the app's write-ahead log from getting shorter.</summary>
    /// <param name="isDead">Dead letters, those that wait, or both.</param>
    public IEnumerable<ArchivedRequest> Requests(bool? isDead)
    {
        var after = 0L;
        while (true)
        {
            var page = Read(
                $"SELECT {RequestRow.Columns}, proxy, last_status, is_dead, bytes FROM request WHERE id > $after{(isDead is null ? "" : " AND is_dead = $dead")} ORDER BY id LIMIT {Page}",
                ArchivedRequest.Of,
                ("$after", after), ("$dead", isDead == true ? 1 : 0));
            if (page.Count == 0)
            {
                yield break;
            }

            foreach (var request in page)
            {
                yield return request;
            }

            after = page[^1].Id;
        }
    }

    /// <summary>Makes this process the one that sends; null while an app is.</summary>
    public IDisposable? TryLease()
    {
        var isNew = !File.Exists(_file.LockPath);
        try
        {
            var held = _file.TryLock();

            // Made by another user, the app could not open it.
            return isNew && held is not null ? new ArchiveLease(held, _file.LockPath) : held;
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw _failures.Explain(refused);
        }
    }

    /// <summary>Changes the file in one transaction.</summary>
    public T Change<T>(Func<SqliteConnection, T> change) => Guard(() =>
    {
        // The app's own deletions are not this thorough; here a person may ask for it.
        _connection.Execute("PRAGMA secure_delete = ON");
        using var transaction = _connection.BeginTransaction(deferred: false);
        var result = change(_connection);
        transaction.Commit();
        return result;
    });

    /// <summary>Leaves nothing of what was deleted: neither in free pages nor in the write-ahead log. False where an app reads just now.</summary>
    public bool Shred() => Guard(() =>
    {
        using (var command = _connection.Command("PRAGMA incremental_vacuum"))
        using (var pages = command.ExecuteReader())
        {
            while (pages.Read())
            {
            }
        }

        // Its first column is 1 where somebody was in the way.
        return _connection.Number("PRAGMA wal_checkpoint(TRUNCATE)") == 0;
    });

    public void Dispose() => _connection.Dispose();

    private List<T> Read<T>(string sql, Func<SqliteDataReader, T> read, params (string Name, object Value)[] values) => Guard(() =>
    {
        using var command = _connection.Command(sql, values);
        using var row = command.ExecuteReader();
        var result = new List<T>();
        while (row.Read())
        {
            result.Add(read(row));
        }

        return result;
    });

    private T Guard<T>(Func<T> run)
    {
        try
        {
            return run();
        }
        catch (Exception failure) when (failure is SqliteException or IOException or UnauthorizedAccessException)
        {
            throw _failures.Explain(failure);
        }
    }
}
