using System.Collections.Concurrent;

namespace PostHogProxy.Outbox.Sending;

/// <summary>
/// Whether a request that failed is to blame for it. It is where one of the same kind was sent after its failure before, and passed. In an outage
/// nothing that is sent passes, so an outage spends nobody's attempts; neither do the answers that come in while it begins.
/// </summary>
internal sealed class Blame
{
    // Those that were deleted meanwhile are never heard of again.
    private const int MostRemembered = 10_000;

    private readonly ConcurrentDictionary<string, (long At, int Times)> _failures = new(StringComparer.Ordinal);
    private long _clock;
    private long _passed;

    /// <summary>An attempt begins; answers when, for <see cref="Passed"/>.</summary>
    public long Begin() => Interlocked.Increment(ref _clock);

    public void Passed(long begun)
    {
        // The latest beginning of all that passed.
        for (var seen = Interlocked.Read(ref _passed); begun > seen;)
        {
            var before = Interlocked.CompareExchange(ref _passed, begun, seen);
            if (before == seen)
            {
                return;
            }

            seen = before;
        }
    }

    /// <param name="id">The request.</param>
    /// <param name="times">How often it failed now without being to blame.</param>
    public bool Failed(string id, out int times)
    {
        var isKnown = _failures.TryGetValue(id, out var before);
        var isToBlame = isKnown && Interlocked.Read(ref _passed) > before.At;
        times = isToBlame ? 0 : before.Times + 1;
        if (!isKnown && _failures.Count >= MostRemembered)
        {
            _failures.Clear();
        }

        _failures[id] = (Begin(), times);
        return isToBlame;
    }

    public void Forget(string id) => _failures.TryRemove(id, out _);
}
