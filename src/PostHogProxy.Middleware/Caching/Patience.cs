namespace PostHogProxy.Caching;

/// <summary>Ends an exchange that stands still for a time, not one that is slow.</summary>
internal sealed class Patience : IDisposable
{
    private readonly CancellationTokenSource _end;
    private readonly TimeSpan _time;

    public Patience(TimeSpan time, CancellationToken whole)
    {
        _end = CancellationTokenSource.CreateLinkedTokenSource(whole);
        _time = time;
        Renew();
    }

    public CancellationToken Token => _end.Token;

    public void Renew() => _end.CancelAfter(_time);

    public void Dispose() => _end.Dispose();
}
