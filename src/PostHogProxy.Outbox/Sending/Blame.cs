using System.Collections.Concurrent;

namespace PostHogProxy.Outbox.Sending;

/// <summary>
/// Whether a request that failed is to blame for it. It is where another one passed since its failure before, or since this attempt began. In an
/// outage nothing passes, so an outage spends nobody's attempts.
/// </summary>
internal sealed class Blame
{
    private readonly ConcurrentDictionary<string, long> _passedAtFailure = new(StringComparer.Ordinal);
    private long _passed;

    /// <summary>Remembered by the attempt.</summary>
    public long Begin() => Interlocked.Read(ref _passed);

    public void Passed(string id)
    {
        Interlocked.Increment(ref _passed);
        _passedAtFailure.TryRemove(id, out _);
    }

    public bool Failed(string id, long begun)
    {
        var now = Interlocked.Read(ref _passed);
        var before = _passedAtFailure.GetValueOrDefault(id, begun);
        _passedAtFailure[id] = now;
        return now > before;
    }

    public void Forget(string id) => _passedAtFailure.TryRemove(id, out _);
}
