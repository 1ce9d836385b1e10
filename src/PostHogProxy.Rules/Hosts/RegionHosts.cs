namespace PostHogProxy.Rules.Hosts;

/// <summary>The three hosts of one PostHog Cloud region.</summary>
/// <param name="Region">The region.</param>
/// <param name="Ingest">Takes events, replays and flag requests.</param>
/// <param name="Assets">Serves <c>/static/*</c> and, since 2026-03-31, <c>/array/*</c>.</param>
/// <param name="App">The application people sign in to; the value of <c>ui_host</c>.</param>
internal sealed record RegionHosts(PostHogRegion Region, string Ingest, string Assets, string App)
{
    public static readonly RegionHosts Us =
        new(PostHogRegion.Us, "us.i.posthog.com", "us-assets.i.posthog.com", "us.posthog.com");

    public static readonly RegionHosts Eu =
        new(PostHogRegion.Eu, "eu.i.posthog.com", "eu-assets.i.posthog.com", "eu.posthog.com");

    public Uri IngestOrigin { get; } = new("https://" + Ingest);

    public Uri AssetsOrigin { get; } = new("https://" + Assets);

    /// <exception cref="ArgumentOutOfRangeException">The value is no region, as a forgotten one (0) is.</exception>
    public static RegionHosts Of(PostHogRegion region) => region switch
    {
        PostHogRegion.Us => Us,
        PostHogRegion.Eu => Eu,
        _ => throw new ArgumentOutOfRangeException(nameof(region), region, "PostHog Cloud has the regions Us and Eu."),
    };
}
