using System.Diagnostics.CodeAnalysis;

namespace PostHogProxy.Caching;

/// <summary>One request to PostHog and those who wait for it. It ends with the last of them.</summary>
[SuppressMessage("Reliability", "CA1001", Justification = "The source has no timer and no handle; a late visitor may still cancel it.")]
internal sealed class PendingFetch
{
    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _left = new();
    private readonly TaskCompletionSource<FirstAnswer> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _waiting = 1;

    /// <summary>Cancelled when nobody waits any more.</summary>
    public CancellationToken NobodyWaits => _left.Token;

    public bool IsAbandoned => _left.IsCancellationRequested;

    /// <summary>False where the last one has just left.</summary>
    public bool TryJoin()
    {
        lock (_gate)
        {
            if (_waiting > 0)
            {
                _waiting++;
            }

            return _waiting > 0;
        }
    }

    /// <exception cref="OperationCanceledException">The visitor has left.</exception>
    public async Task<T> WaitAsync<T>(Func<FirstAnswer, T> take, CancellationToken visitor)
    {
        try
        {
            return take(await _answer.Task.WaitAsync(visitor));
        }
        finally
        {
            Leave();
        }
    }

    public void End(FirstAnswer answer)
    {
        if (!_answer.TrySetResult(answer) || IsAbandoned)
        {
            DisposeUntaken(answer.Unkept);
        }
    }

    public void Fail(Exception failure) => _answer.TrySetException(failure);

    private void Leave()
    {
        lock (_gate)
        {
            if (--_waiting > 0)
            {
                return;
            }
        }

        // Outside of the lock: whoever is called by it may ask here.
        _left.Cancel();
        if (_answer.Task.IsCompletedSuccessfully)
        {
            DisposeUntaken(_answer.Task.Result.Unkept);
        }
    }

    private static void DisposeUntaken(UnkeptAnswer? answer)
    {
        if (answer?.TryTake() == true)
        {
            answer.Dispose();
        }
    }
}
