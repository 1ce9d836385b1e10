using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Threading.Tasks.Sources;

namespace PostHogProxy.Forwarding;

/// <summary>An async method that waits, and what its caller awaits.</summary>
internal abstract class ReusedState<TResult> : IValueTaskSource<TResult>
{
    private readonly Action _goOn;
    private ManualResetValueTaskSourceCore<TResult> _end;

    protected ReusedState() => _goOn = GoOn;

    public short Version => _end.Version;

    protected ExecutionContext? Context { get; private set; }

    /// <summary>Keeps the context, and gives what is called when the wait is over.</summary>
    public Action Waiting()
    {
        Context = ExecutionContext.Capture();
        return _goOn;
    }

    public void SetResult(TResult result) => _end.SetResult(result);

    public void SetException(Exception failure) => _end.SetException(failure);

    TResult IValueTaskSource<TResult>.GetResult(short token)
    {
        // A caller that asks too early, or twice, gets an error. It must not give the state back.
        if (_end.GetStatus(token) == ValueTaskSourceStatus.Pending)
        {
            throw new InvalidOperationException("The method has not ended yet.");
        }

        try
        {
            return _end.GetResult(token);
        }
        finally
        {
            Context = null;
            _end.Reset();
            GiveBack();
        }
    }

    ValueTaskSourceStatus IValueTaskSource<TResult>.GetStatus(short token) => _end.GetStatus(token);

    void IValueTaskSource<TResult>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _end.OnCompleted(continuation, state, token, flags);

    protected abstract void GoOn();

    protected abstract void GiveBack();
}

/// <summary>The state of one method, which the next call of it uses again.</summary>
internal sealed class ReusedState<TMethod, TResult> : ReusedState<TResult>
    where TMethod : IAsyncStateMachine
{
    // As many as one process has exchanges going at once, within reason.
    private const int MostKept = 1024;

    private static readonly ConcurrentQueue<ReusedState<TMethod, TResult>> Kept = new();
    private static int _kept;

    public TMethod? Method;

    public static ReusedState<TMethod, TResult> Take()
    {
        if (!Kept.TryDequeue(out var state))
        {
            return new();
        }

        Interlocked.Decrement(ref _kept);
        return state;
    }

    protected override void GoOn()
    {
        if (Context is { } context)
        {
            ExecutionContext.Run(context, static state => ((ReusedState<TMethod, TResult>)state!).Method!.MoveNext(), this);
        }
        else
        {
            Method!.MoveNext();
        }
    }

    protected override void GiveBack()
    {
        // What the last visitor had is held no longer.
        Method = default;
        if (Interlocked.Increment(ref _kept) <= MostKept)
        {
            Kept.Enqueue(this);
        }
        else
        {
            Interlocked.Decrement(ref _kept);
        }
    }
}
