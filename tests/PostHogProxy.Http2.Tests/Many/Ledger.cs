using System.Collections.Concurrent;

namespace PostHogProxy.Http2.Tests.Many;

/// <summary>What all servers of a test did with each exchange.</summary>
internal sealed class Ledger
{
    private readonly ConcurrentDictionary<string, int> _processed = new();
    private int _goAways;
    private int _resets;

    /// <summary>How many GOAWAY were sent.</summary>
    public int GoAways => Volatile.Read(ref _goAways);

    /// <summary>How many RST_STREAM were sent.</summary>
    public int Resets => Volatile.Read(ref _resets);

    public void Process(string exchange) => _processed.AddOrUpdate(exchange, 1, static (_, count) => count + 1);

    public int Count(string exchange) => _processed.GetValueOrDefault(exchange);

    public void GoAway() => Interlocked.Increment(ref _goAways);

    public void Reset() => Interlocked.Increment(ref _resets);
}
