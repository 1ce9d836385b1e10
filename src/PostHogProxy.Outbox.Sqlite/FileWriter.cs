using Microsoft.Data.Sqlite;
using PostHogProxy.Outbox.Stores;

namespace PostHogProxy.Outbox.Sqlite;

/// <summary>Writes what waits in one transaction. A file that is locked or broken costs all that waits one wait, and not one for each.</summary>
/// <param name="connect">Opens the file; again after a failure. Waits so long for a lock.</param>
/// <param name="failures">Makes of a failure of SQLite's the one that the caller sees.</param>
internal sealed class FileWriter(Func<TimeSpan, SqliteConnection> connect, StoreFailures failures) : IDisposable
{
    /// <summary>Shorter than a visitor's request waits for the outbox, so that its log names the lock and not the clock.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    private readonly List<Write> _taken = [];
    private SqliteConnection? _connection;

    /// <summary>Answers how many were committed.</summary>
    public int Write(List<Write> batch)
    {
        var begunAt = TimeProvider.System.GetTimestamp();
        TimeSpan Left() => Patience - TimeProvider.System.GetElapsedTime(begunAt);
        if (Try(batch, Left()) is not { } failure)
        {
            return _taken.Count;
        }

        // One of them may be the cause; then the others are not to suffer for it. That takes no wait, or it is not of one.
        var committed = 0;
        foreach (var write in batch)
        {
            if (batch.Count > 1 && StoreFailures.IsOfOne(failure) && Left() is var left && left > TimeSpan.Zero)
            {
                if (Try([write], left) is not { } own)
                {
                    committed += _taken.Count;
                    continue;
                }

                failure = own;
            }

            write.Failed(failures.Explain(failure));
        }

        return committed;
    }

    public OutboxStoreException TooSlow(long bytes) => failures.TooSlow(bytes);

    public OutboxStoreException Closed() => failures.Closed();

    public void Dispose() => _connection?.Dispose();

    private Exception? Try(List<Write> batch, TimeSpan patience)
    {
        _taken.Clear();
        try
        {
            _connection ??= connect(patience);

            // Whole seconds; 0 would wait for ever.
            _connection.DefaultTimeout = Math.Max(1, (int)Math.Ceiling(patience.TotalSeconds));
            using var transaction = _connection.BeginTransaction(deferred: false);
            foreach (var write in batch)
            {
                if (write.Begin())
                {
                    write.Run(_connection);
                    _taken.Add(write);
                }
            }

            transaction.Commit();
        }
        catch (Exception failure)
        {
            // A connection that failed once is not trusted again: it may hold a transaction, or a file that is gone.
            _connection?.Dispose();
            _connection = null;
            _taken.Clear();
            return failure;
        }

        TakeBack(_taken.FindAll(static write => !write.Committed()));
        return null;
    }

    private void TakeBack(List<Write> unwanted)
    {
        if (unwanted.Count == 0)
        {
            return;
        }

        try
        {
            using var transaction = _connection!.BeginTransaction(deferred: false);
            unwanted.ForEach(write => write.TakeBack(_connection));
            transaction.Commit();
        }
        catch (Exception)
        {
            // Then it is sent although its visitor was told that it is not kept: posthog-js sends it again, with the same uuid.
            _connection?.Dispose();
            _connection = null;
        }
    }
}
