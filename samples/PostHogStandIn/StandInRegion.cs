namespace PostHogStandIn;

/// <summary>PostHog Cloud is two separate installations; a project lives in exactly one of them.</summary>
public enum StandInRegion
{
    Us,
    Eu,
}
