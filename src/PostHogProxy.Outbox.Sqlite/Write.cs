using Microsoft.Data.Sqlite;

namespace PostHogProxy.Outbox.Sqlite;

/// <summary>
/// One change of the file, which waits for the transaction that it shares with others. Whoever asked for it may give it up; one of the two, the
/// giving up or the commit, is first, and both sides know which.
/// </summary>
internal abstract class Write
{
    private const int Waits = 0;
    private const int Runs = 1;
    private const int Ended = 2;
    private const int GivenUp = 3;

    private int _state;

    /// <summary>About how many bytes it writes.</summary>
    public abstract int Size { get; }

    /// <summary>Nobody waits for it any more: what has not begun never runs, and what was committed all the same is taken back.</summary>
    /// <returns>False where it has ended already.</returns>
    public bool TryGiveUp()
    {
        if (Interlocked.CompareExchange(ref _state, GivenUp, Waits) == Waits)
        {
            // It may stand in the queue for a while; what it would write need not.
            Release();
            return true;
        }

        return Interlocked.CompareExchange(ref _state, GivenUp, Runs) == Runs;
    }

    /// <summary>Whether it is to run now, again too. The lock on the file is held: from here on it is quick.</summary>
    public bool Begin() => Interlocked.CompareExchange(ref _state, Runs, Waits) is Waits or Runs;

    /// <summary>Runs inside the transaction.</summary>
    public abstract void Run(SqliteConnection connection);

    /// <summary>The transaction is durable. False where it was given up meanwhile.</summary>
    public abstract bool Committed();

    public abstract void Failed(Exception failure);

    /// <summary>Runs inside a later transaction: what was committed for nobody leaves again.</summary>
    public abstract void TakeBack(SqliteConnection connection);

    protected abstract void Release();

    protected bool TryEnd() => Interlocked.CompareExchange(ref _state, Ended, Runs) == Runs || Interlocked.CompareExchange(ref _state, Ended, Waits) == Waits;
}

/// <param name="change">Runs inside the transaction.</param>
/// <param name="size">About how many bytes it writes.</param>
/// <param name="takeBack">Undoes it, where it must not stay when nobody waits for it any more.</param>
internal sealed class Write<T>(Func<SqliteConnection, T> change, int size = 0, Action<SqliteConnection, T>? takeBack = null) : Write
{
    private readonly TaskCompletionSource<T> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Func<SqliteConnection, T>? _change = change;
    private T _result = default!;

    public Task<T> Done => _done.Task;

    public override int Size => size;

    public void GiveUp(CancellationToken cancellationToken)
    {
        if (TryGiveUp())
        {
            _done.TrySetCanceled(cancellationToken);
        }
    }

    public override void Run(SqliteConnection connection) => _result = _change!(connection);

    public override bool Committed() => TryEnd() && _done.TrySetResult(_result);

    public override void Failed(Exception failure)
    {
        if (TryEnd())
        {
            _done.TrySetException(failure);
        }
    }

    public override void TakeBack(SqliteConnection connection) => takeBack?.Invoke(connection, _result);

    protected override void Release() => _change = null;
}
