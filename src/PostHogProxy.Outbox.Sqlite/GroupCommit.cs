using System.Threading.Channels;
using Microsoft.Data.Sqlite;

namespace PostHogProxy.Outbox.Sqlite;

/// <summary>
/// The one thread that writes. It takes all that waits into one transaction, because a commit costs the same for one request and for a hundred;
/// and it may block, because nothing of SQLite is asynchronous.
/// </summary>
internal sealed class GroupCommit : IDisposable
{
    private const int MostWrites = 256;
    private const int MostBytes = 2 * 1024 * 1024;
    private const int MostWaiting = 1024;

    private readonly Channel<Write> _waiting = Channel.CreateBounded<Write>(new BoundedChannelOptions(MostWaiting) { SingleReader = true });
    private readonly Func<SqliteConnection> _connect;
    private readonly Func<Exception, Exception> _explain;
    private readonly Action<int, TimeSpan> _measure;
    private readonly Thread _thread;
    private SqliteConnection? _connection;

    /// <param name="connect">Opens the file; again after a failure.</param>
    /// <param name="explain">Makes of a failure of SQLite's the one that the caller sees.</param>
    /// <param name="measure">Takes the size and the time of each commit.</param>
    public GroupCommit(Func<SqliteConnection> connect, Func<Exception, Exception> explain, Action<int, TimeSpan> measure)
    {
        _connect = connect;
        _explain = explain;
        _measure = measure;
        _thread = new Thread(Run) { IsBackground = true, Name = "PostHogProxy outbox" };
        _thread.Start();
    }

    public async ValueTask<T> RunAsync<T>(Func<SqliteConnection, T> change, int size, CancellationToken cancellationToken)
    {
        var write = new Write<T>(change, size);

        // Once it waits it is written, whoever still wants to know.
        await _waiting.Writer.WriteAsync(write, cancellationToken).ConfigureAwait(false);
        return await write.Done.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    public void Dispose()
    {
        _waiting.Writer.TryComplete();
        _thread.Join();
        _connection?.Dispose();
    }

    private void Run()
    {
        var batch = new List<Write>(MostWrites);
        while (_waiting.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
        {
            var bytes = 0;
            while (batch.Count < MostWrites && bytes < MostBytes && _waiting.Reader.TryRead(out var write))
            {
                batch.Add(write);
                bytes += write.Size;
            }

            try
            {
                Commit(batch);
            }
            catch (Exception failure)
            {
                // On a thread of our own it would end the process. Whoever has had an answer keeps it.
                batch.ForEach(write => write.Failed(failure));
            }

            batch.Clear();
        }
    }

    private void Commit(List<Write> batch)
    {
        var startedAt = TimeProvider.System.GetTimestamp();
        if (TryCommit(batch) is { } failure)
        {
            // One of them may be the cause; the others are not to suffer for it.
            OneByOne(batch, failure);
            return;
        }

        _measure(batch.Count, TimeProvider.System.GetElapsedTime(startedAt));
    }

    private void OneByOne(List<Write> batch, Exception failure)
    {
        if (batch.Count == 1)
        {
            batch[0].Failed(_explain(failure));
            return;
        }

        foreach (var write in batch)
        {
            if (TryCommit([write]) is { } own)
            {
                write.Failed(_explain(own));
            }
        }
    }

    private Exception? TryCommit(List<Write> batch)
    {
        try
        {
            _connection ??= _connect();
            using var transaction = _connection.BeginTransaction(deferred: false);
            foreach (var write in batch)
            {
                write.Run(_connection);
            }

            transaction.Commit();
        }
        catch (Exception failure)
        {
            // A connection that failed once is not trusted again: it may hold a transaction, or a file that is gone.
            _connection?.Dispose();
            _connection = null;
            return failure;
        }

        foreach (var write in batch)
        {
            write.Committed();
        }

        return null;
    }
}
