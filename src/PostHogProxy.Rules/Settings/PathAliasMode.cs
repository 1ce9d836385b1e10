namespace PostHogProxy;

/// <summary>Whether the proxy answers under names of its own beside PostHog's.</summary>
public enum PathAliasMode
{
    /// <summary>PostHog's own paths alone.</summary>
    Off = 0,

    /// <summary>Aliases, and PostHog's own paths: for older clients, and for pages that were open before.</summary>
    On,

    /// <summary>Aliases alone. PostHog's own paths are answered 404, so a client older than 1.416.0 loses its events.</summary>
    Only,
}
