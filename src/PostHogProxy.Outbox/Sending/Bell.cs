namespace PostHogProxy.Outbox.Sending;

/// <summary>Wakes the one who waits; rung before somebody waits, it is not lost.</summary>
internal sealed class Bell(TimeProvider time)
{
    private volatile TaskCompletionSource _rung = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Ring() => _rung.TrySetResult();

    public async Task WaitAsync(TimeSpan atMost, CancellationToken cancellationToken)
    {
        // A timer of its own, which is gone before the one who waits goes on. Task.WaitAsync leaves its timer running for a moment longer.
        var rung = _rung;
        using (time.CreateTimer(static rung => ((TaskCompletionSource)rung!).TrySetResult(), rung, atMost, Timeout.InfiniteTimeSpan))
        using (cancellationToken.UnsafeRegister(static rung => ((TaskCompletionSource)rung!).TrySetResult(), rung))
        {
            await rung.Task.ConfigureAwait(false);
        }

        cancellationToken.ThrowIfCancellationRequested();
        _rung = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
