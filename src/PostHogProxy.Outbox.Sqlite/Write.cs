using Microsoft.Data.Sqlite;

namespace PostHogProxy.Outbox.Sqlite;

/// <summary>One change of the file, which waits for the transaction that it shares with others.</summary>
internal abstract class Write
{
    /// <summary>About how many bytes it writes.</summary>
    public virtual int Size => 0;

    /// <summary>Runs inside the transaction.</summary>
    public abstract void Run(SqliteConnection connection);

    /// <summary>The transaction is durable.</summary>
    public abstract void Committed();

    public abstract void Failed(Exception failure);
}

/// <param name="change">Runs inside the transaction.</param>
/// <param name="size">About how many bytes it writes.</param>
internal sealed class Write<T>(Func<SqliteConnection, T> change, int size = 0) : Write
{
    private readonly TaskCompletionSource<T> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T _result = default!;

    public Task<T> Done => _done.Task;

    public override int Size => size;

    public override void Run(SqliteConnection connection) => _result = change(connection);

    public override void Committed() => _done.TrySetResult(_result);

    public override void Failed(Exception failure) => _done.TrySetException(failure);
}
