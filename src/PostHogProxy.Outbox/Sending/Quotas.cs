using System.Collections.Concurrent;

namespace PostHogProxy.Outbox.Sending;

/// <summary>
/// The projects of which PostHog takes no more for now. Where the answer to a page comes from here, it says so too, as long as posthog-js would heed it.
/// </summary>
internal sealed class Quotas(TimeProvider time)
{
    // JS: rate-limiter.ts#checkForLimiting.
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(60);

    // Tokens are visitors' to make up.
    private const int MostRemembered = 1_000;

    private readonly ConcurrentDictionary<string, long> _reached = new(StringComparer.Ordinal);

    public bool AreReached => !_reached.IsEmpty;

    public void Reached(string token)
    {
        if (_reached.Count >= MostRemembered)
        {
            _reached.Clear();
        }

        _reached[token] = time.GetTimestamp();
    }

    public bool Has(string token)
    {
        if (!_reached.TryGetValue(token, out var at))
        {
            return false;
        }

        if (time.GetElapsedTime(at) < Pause)
        {
            return true;
        }

        _reached.TryRemove(token, out _);
        return false;
    }
}
