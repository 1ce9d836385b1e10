namespace PostHogProxy.Rules.Judging;

/// <summary>
/// A proxy that an app maps, as far as it can be known without running the app. What is not known is null, and no rule guesses it.
/// </summary>
/// <param name="Path">The whole path, prefixes of its groups included; null where it is not known.</param>
/// <param name="Region">The region; null where it is not known, or where the proxy sends to a PostHog of the team's own.</param>
/// <param name="Hosts">What <c>RequireHost</c> names; empty where the proxy answers on every host; null where it is not known.</param>
internal sealed record MappedProxy(string? Path, PostHogRegion? Region, IReadOnlyList<string>? Hosts)
{
    /// <summary>Whether the proxy sends to a PostHog of the team's own, of which the rules about regions and hosts know nothing.</summary>
    public bool IsSelfHosted { get; init; }
}
