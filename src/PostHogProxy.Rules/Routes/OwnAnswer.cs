namespace PostHogProxy.Rules.Routes;

/// <summary>
/// How the proxy says of an answer that PostHog had no part in it. Without this word nobody outside could tell: what is off is answered in
/// PostHog's own form, so that posthog-js neither fails nor asks again.
/// </summary>
internal static class OwnAnswer
{
    public const string Header = "X-PostHogProxy";

    /// <summary>PostHog, or this product of it, is off for this visitor.</summary>
    public const string Off = "off";

    /// <summary>The proxy answers under aliases alone, and was asked by PostHog's own name.</summary>
    public const string AliasesOnly = "aliases-only";
}
