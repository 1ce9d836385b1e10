using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace PostHogProxy.Forwarding;

/// <summary>
/// Builds async methods that wait for PostHog at each request, and allocate nothing once as many have run as wait at a time. What .NET offers for that,
/// <see cref="PoolingAsyncValueTaskMethodBuilder{TResult}"/>, keeps one state for each thread and processor: with 32 visitors at a time it
/// allocates for nearly all of them. As with that one, the result may be awaited once.
/// </summary>
[SuppressMessage("Performance", "CA1822", Justification = "The compiler calls all but Create on an instance.")]
internal struct ReusingMethodBuilder<TResult>
{
    private ReusedState<TResult>? _state;
    private AsyncValueTaskMethodBuilder<TResult> _withoutWait;

    public static ReusingMethodBuilder<TResult> Create() => default;

    public ValueTask<TResult> Task => _state is not null ? new(_state, _state.Version) : _withoutWait.Task;

    // It takes care that what the method changes in the context does not reach its caller.
    public readonly void Start<TMethod>(ref TMethod method)
        where TMethod : IAsyncStateMachine => default(AsyncValueTaskMethodBuilder).Start(ref method);

    public readonly void SetStateMachine(IAsyncStateMachine method) => _ = method;

    public void SetResult(TResult result)
    {
        if (_state is null)
        {
            _withoutWait.SetResult(result);
        }
        else
        {
            _state.SetResult(result);
        }
    }

    public void SetException(Exception failure)
    {
        if (_state is null)
        {
            _withoutWait.SetException(failure);
        }
        else
        {
            _state.SetException(failure);
        }
    }

    public void AwaitOnCompleted<TAwaiter, TMethod>(ref TAwaiter awaiter, ref TMethod method)
        where TAwaiter : INotifyCompletion
        where TMethod : IAsyncStateMachine => awaiter.OnCompleted(Waiting(ref method));

    public void AwaitUnsafeOnCompleted<TAwaiter, TMethod>(ref TAwaiter awaiter, ref TMethod method)
        where TAwaiter : ICriticalNotifyCompletion
        where TMethod : IAsyncStateMachine => awaiter.UnsafeOnCompleted(Waiting(ref method));

    private Action Waiting<TMethod>(ref TMethod method)
        where TMethod : IAsyncStateMachine
    {
        if (_state is null)
        {
            var state = ReusedState<TMethod, TResult>.Take();

            // First: the method is copied with this builder in it, and the copy must know its state.
            _state = state;
            state.Method = method;
        }

        return _state.Waiting();
    }
}
