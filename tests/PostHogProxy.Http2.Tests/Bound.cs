namespace PostHogProxy.Http2.Tests;

/// <summary>What hangs ends here as a failure. No test measures the time.</summary>
internal sealed class Bound : IDisposable
{
    private readonly CancellationTokenSource _source = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);

    public Bound(int seconds = 60) => _source.CancelAfter(TimeSpan.FromSeconds(seconds));

    public CancellationToken Token => _source.Token;

    public void Dispose() => _source.Dispose();
}
