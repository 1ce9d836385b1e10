using System.Threading.Channels;
using Microsoft.Data.Sqlite;
using PostHogProxy.Outbox.Stores;

namespace PostHogProxy.Outbox.Sqlite;

/// <summary>
/// The one thread that writes. It takes all that waits into one transaction, because a commit costs the same for one request and for a hundred;
/// and it may block, because nothing of SQLite is asynchronous.
/// </summary>
internal sealed class GroupCommit : IDisposable
{
    private const int MostWrites = 256;
    private const int MostBytes = 2 * 1024 * 1024;

    // What a small write takes of the memory beside its bytes.
    private const int Overhead = 512;

    // A disk that hangs must not keep the app from its end; the thread ends with the process.
    private static readonly TimeSpan LongestEnd = TimeSpan.FromSeconds(10);

    private readonly Channel<Write> _waiting = Channel.CreateUnbounded<Write>(new UnboundedChannelOptions { SingleReader = true });
    private readonly FileWriter _file;
    private readonly long _mostWaiting;
    private readonly Action<int, TimeSpan> _measure;
    private readonly Thread _thread;
    private long _waitingBytes;

    /// <param name="file">Writes; on the thread of this only.</param>
    /// <param name="mostWaiting">So many bytes may wait to be written. Above it, a write fails at once.</param>
    /// <param name="measure">Takes the size and the time of each commit.</param>
    public GroupCommit(FileWriter file, long mostWaiting, Action<int, TimeSpan> measure)
    {
        _file = file;
        _mostWaiting = mostWaiting;
        _measure = measure;
        _thread = new Thread(Run) { IsBackground = true, Name = "PostHogProxy outbox" };
        _thread.Start();
    }

    /// <param name="change">Runs inside the transaction.</param>
    /// <param name="size">About how many bytes it writes.</param>
    /// <param name="cancellationToken">
    /// Gives up. Then the change has not been made, and is not made later; one that is being committed at this moment is undone.
    /// </param>
    /// <param name="takeBack">Undoes it, where it must not stay when nobody waits for it any more.</param>
    /// <exception cref="OutboxStoreException">It could not be written.</exception>
    public async ValueTask<T> RunAsync<T>(Func<SqliteConnection, T> change, int size, CancellationToken cancellationToken, Action<SqliteConnection, T>? takeBack = null)
    {
        // One that is larger than all that may wait has its turn when nothing else does. What writes nothing makes room, and always may.
        var weight = size > 0 ? size + Overhead : 0;
        if (Interlocked.Add(ref _waitingBytes, weight) is var waiting && waiting > _mostWaiting && waiting > weight && weight > 0)
        {
            Interlocked.Add(ref _waitingBytes, -weight);
            throw _file.TooSlow(waiting - weight);
        }

        try
        {
            var write = new Write<T>(change, size, takeBack);
            if (!_waiting.Writer.TryWrite(write))
            {
                throw _file.Closed();
            }

            await using (cancellationToken.UnsafeRegister(static (write, token) => ((Write<T>)write!).GiveUp(token), write).ConfigureAwait(false))
            {
                return await write.Done.ConfigureAwait(false);
            }
        }
        finally
        {
            Interlocked.Add(ref _waitingBytes, -weight);
        }
    }

    public void Dispose()
    {
        _waiting.Writer.TryComplete();
        if (_thread.Join(LongestEnd))
        {
            _file.Dispose();
        }
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
                var startedAt = TimeProvider.System.GetTimestamp();
                if (_file.Write(batch) is > 0 and var committed)
                {
                    _measure(committed, TimeProvider.System.GetElapsedTime(startedAt));
                }
            }
            catch (Exception failure)
            {
                // On a thread of our own it would end the process. Whoever has had an answer keeps it.
                batch.ForEach(write => write.Failed(failure));
            }

            batch.Clear();
        }
    }
}
