namespace PostHogProxy.Telemetry;

/// <summary>How an exchange has ended, as the page counts it.</summary>
internal enum ExchangeOutcome
{
    /// <summary>With a status below 400 of PostHog's, of the outbox or of the asset cache.</summary>
    Answered,

    /// <summary>With a 4xx.</summary>
    Refused,

    /// <summary>With a 5xx.</summary>
    Failed,

    /// <summary>
    /// PostHog has nothing of it: the proxy dropped what it was sent, or a browser asked beforehand whether it may send. Or nobody knows, because the visitor
    /// broke it off (499).
    /// </summary>
    Own,
}

/// <summary>What the asset cache had, as the page counts it.</summary>
internal enum CacheResult
{
    Hit,
    Miss,
    Stale,
    Pass,
}
