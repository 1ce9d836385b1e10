namespace PostHogProxy.Outbox.Tests.Stores;

/// <summary>The bounds of a store, whatever it is.</summary>
internal sealed record StoreLimits
{
    public long MaxBytes { get; init; } = 1L << 30;

    public double MaxReplayShare { get; init; } = 0.5;

    public long DeadLetterMaxBytes { get; init; } = 64L << 20;

    public bool DropsOldest { get; init; }
}
