namespace PostHogProxy;

/// <summary>
/// The PostHog Cloud region of your project. It is the first label of the address that you see when you are signed in:
/// <c>https://us.posthog.com</c> or <c>https://eu.posthog.com</c>.
/// </summary>
/// <remarks>
/// There is no zero value, so that a region that nobody set never means the United States. PostHog answers <c>200</c> to events of the
/// other region's projects and drops them, so PostHog doesn't report a wrong region.
/// </remarks>
public enum PostHogRegion
{
    /// <summary>PostHog Cloud US, <c>us.i.posthog.com</c>.</summary>
    Us = 1,

    /// <summary>PostHog Cloud EU, <c>eu.i.posthog.com</c>.</summary>
    Eu = 2,
}
