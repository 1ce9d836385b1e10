namespace PostHogProxy.Outbox.Sqlite;

/// <summary>What the store needs of the options, validated.</summary>
internal sealed record SqliteStoreOptions
{
    public required string Path { get; init; }

    public long MaxBytes { get; init; } = 1L << 30;

    public double MaxReplayShare { get; init; } = 0.5;

    public long DeadLetterMaxBytes { get; init; } = 64L << 20;

    public long MinFreeDisk { get; init; } = 512L << 20;

    public bool DropsOldest { get; init; }

    public bool SurvivesPowerLoss { get; init; }

    /// <summary>As much is read at once, and one request more.</summary>
    public long MostBytesAtOnce { get; init; } = 32L << 20;
}
