namespace PostHogProxy.Http2.Tests;

/// <summary>Waits for what another thread is about to do.</summary>
internal static class Until
{
    public static async Task IsAsync(Func<bool> condition, CancellationToken cancellationToken)
    {
        while (!condition())
        {
            await Task.Delay(5, cancellationToken);
        }
    }
}
