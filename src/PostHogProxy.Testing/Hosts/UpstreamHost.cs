namespace PostHogProxy.Testing.Hosts;

internal enum UpstreamRole
{
    /// <summary>Events, replay, flags, the browser's APIs.</summary>
    Ingest,

    /// <summary><c>/static/*</c> and <c>/array/*</c>, nothing else.</summary>
    Assets,

    /// <summary>The app people log in to; of the SDKs, only those of servers ask it for anything.</summary>
    App,
}

/// <summary>A name the stand-in answers for.</summary>
internal sealed record UpstreamHost(string Name, UpstreamRole Role, PostHogRegion Region)
{
    public static IReadOnlyList<UpstreamHost> All { get; } =
    [
        new("us.i.posthog.com", UpstreamRole.Ingest, PostHogRegion.Us),
        new("us-assets.i.posthog.com", UpstreamRole.Assets, PostHogRegion.Us),
        new("us.posthog.com", UpstreamRole.App, PostHogRegion.Us),
        new("eu.i.posthog.com", UpstreamRole.Ingest, PostHogRegion.Eu),
        new("eu-assets.i.posthog.com", UpstreamRole.Assets, PostHogRegion.Eu),
        new("eu.posthog.com", UpstreamRole.App, PostHogRegion.Eu),
    ];

    /// <summary>The app of this host's region.</summary>
    public string AppOrigin => Region == PostHogRegion.Eu ? "https://eu.posthog.com" : "https://us.posthog.com";

    public static UpstreamHost? Named(string? name) =>
        All.FirstOrDefault(host => string.Equals(host.Name, name, StringComparison.OrdinalIgnoreCase));

    /// <summary>
    /// The host a request is for, or null where PostHog's edge answers 401: an unknown name, or a Host header that is
    /// not the name of the TLS handshake. The port does not count.
    /// </summary>
    public static UpstreamHost? Of(string hostWithoutPort, string? sni) =>
        string.Equals(hostWithoutPort, sni, StringComparison.OrdinalIgnoreCase) ? Named(hostWithoutPort) : null;
}
