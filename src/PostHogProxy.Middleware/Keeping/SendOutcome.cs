namespace PostHogProxy.Keeping;

/// <summary>What came of sending a kept request.</summary>
/// <param name="Status">PostHog's status; 0 where there was no answer.</param>
/// <param name="RetryAfter">How long PostHog asks to be left alone.</param>
internal readonly record struct SendOutcome(int Status, TimeSpan? RetryAfter = null)
{
    /// <summary>The proxy that took the request is off, or is not mapped any more: nothing was sent.</summary>
    public static readonly SendOutcome Held = new(-1);

    /// <summary>Whether PostHog has taken it, and says that the project's recordings are over their quota.</summary>
    public bool IsOverQuota { get; init; }

    public Verdict Verdict => Status switch
    {
        -1 => Verdict.Held,
        >= 200 and < 300 => Verdict.Taken,

        // What PostHog says of a request that no later attempt can change.
        400 or 401 or 402 or 403 or 404 or 413 or 422 => Verdict.Never,

        // What PostHog does not take now, it may take later. Redirects and other statuses come from something on the way.
        _ => Verdict.Later,
    };
}

internal enum Verdict
{
    Taken,
    Later,
    Never,
    Held,
}
