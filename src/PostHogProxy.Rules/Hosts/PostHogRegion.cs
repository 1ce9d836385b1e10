namespace PostHogProxy;

/// <summary>
/// The PostHog Cloud region a project lives in. It is the first label of the address you see when you are signed in:
/// <c>https://us.posthog.com</c> or <c>https://eu.posthog.com</c>.
/// </summary>
/// <remarks>
/// There is no zero value on purpose: a region that somebody forgot to set must never mean the United States. PostHog answers
/// <c>200</c> to events of a project of the other region and drops them, so a wrong region shows nowhere.
/// </remarks>
public enum PostHogRegion
{
    /// <summary>PostHog Cloud US, <c>us.i.posthog.com</c>.</summary>
    Us = 1,

    /// <summary>PostHog Cloud EU, <c>eu.i.posthog.com</c>.</summary>
    Eu = 2,
}
