namespace PostHogProxy;

/// <summary>Whether the proxy also answers under aliases of PostHog's paths.</summary>
public enum PathAliasMode
{
    /// <summary>PostHog's own paths only.</summary>
    Off = 0,

    /// <summary>Aliases and PostHog's own paths. Older clients and pages that are already open still work.</summary>
    On,

    /// <summary>Aliases only. PostHog's own paths are answered with 404, so a client older than 1.416.0 loses its events.</summary>
    Only,
}
