namespace PostHogProxy.Outbox.Sending;

/// <summary>How kept requests are sent.</summary>
internal sealed record OutboxPolicy
{
    public int MaxConcurrency { get; init; } = 8;

    /// <summary>Failures of a request, while others pass, until it is a dead letter.</summary>
    public int MaxAttempts { get; init; } = 10;

    /// <summary>How long PostHog may take to answer.</summary>
    public TimeSpan AttemptTimeout { get; init; } = TimeSpan.FromSeconds(15);

    public TimeSpan MaxAge { get; init; } = TimeSpan.FromHours(24);

    /// <summary>Apps that start together do not all send together.</summary>
    public TimeSpan LongestStart { get; init; } = TimeSpan.FromSeconds(10);
}
