namespace PostHogProxy.Outbox.Redis;

/// <summary>What the store needs of the options, validated.</summary>
internal sealed record RedisStoreOptions
{
    /// <summary>The first part of every key. Its braces make a cluster keep all of them on one node, where a script may change them together.</summary>
    public required string Prefix { get; init; }

    public long MaxBytes { get; init; } = 1L << 30;

    public double MaxReplayShare { get; init; } = 0.5;

    public long DeadLetterMaxBytes { get; init; } = 64L << 20;

    public bool DropsOldest { get; init; }

    /// <summary>How long an attempt may take. A request that a node holds for twice as long without a word is another node's to send.</summary>
    public TimeSpan AttemptTimeout { get; init; } = TimeSpan.FromSeconds(15);

    public TimeSpan TakeOverAfter => AttemptTimeout * 2;

    /// <summary>As much is read at once, and one request more.</summary>
    public long MostBytesAtOnce { get; init; } = 32L << 20;
}
