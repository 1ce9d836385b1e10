namespace PostHogProxy.Middleware.Tests.Faults;

/// <summary>Lets a test wait until what several threads change has come to be so.</summary>
internal sealed class Changes
{
    private readonly Lock _gate = new();
    private TaskCompletionSource _next = New();

    public void Tell()
    {
        lock (_gate)
        {
            _next.SetResult();
            _next = New();
        }
    }

    /// <summary>Whether it has come to be so in time; the condition is asked again after every change.</summary>
    public async Task<bool> UntilAsync(Func<bool> condition, TimeSpan patience)
    {
        using var end = new CancellationTokenSource(patience);
        while (true)
        {
            Task next;
            lock (_gate)
            {
                next = _next.Task;
            }

            if (condition())
            {
                return true;
            }

            try
            {
                await next.WaitAsync(end.Token);
            }
            catch (OperationCanceledException)
            {
                return condition();
            }
        }
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
