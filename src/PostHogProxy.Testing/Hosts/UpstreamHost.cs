using System.Net;

namespace PostHogProxy.Testing.Hosts;

internal enum UpstreamRole
{
    /// <summary>Events, replay, flags, the browser's APIs.</summary>
    Ingest,

    /// <summary><c>/static/*</c> and <c>/array/*</c>, nothing else.</summary>
    Assets,

    /// <summary>The app people log in to; of the SDKs, only those of servers ask it for anything.</summary>
    App,

    /// <summary>All of it under one name, as a PostHog has it that somebody hosts on a machine of their own.</summary>
    Whole,
}

/// <summary>A name the stand-in answers for.</summary>
/// <param name="Name">As it stands in the Host header, without a port.</param>
/// <param name="Role">What it is at PostHog.</param>
/// <param name="Region">Where it is; null for a PostHog that somebody hosts.</param>
internal sealed record UpstreamHost(string Name, UpstreamRole Role, PostHogRegion? Region)
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

    /// <summary>The app of this host's region; empty where it is this very host.</summary>
    public string AppOrigin => Region switch
    {
        PostHogRegion.Eu => "https://eu.posthog.com",
        PostHogRegion.Us => "https://us.posthog.com",
        _ => "",
    };

    public static UpstreamHost? Named(string? name) =>
        All.FirstOrDefault(host => string.Equals(host.Name, name, StringComparison.OrdinalIgnoreCase));

    /// <summary>
    /// The host a request is for, or null where PostHog's edge answers 401: an unknown name, or a Host header that is
    /// not the name of the TLS handshake. The port does not count.
    /// </summary>
    public static UpstreamHost? Of(string hostWithoutPort, string? sni, IList<PostHogRegion> regions) =>
        IsThisMachine(hostWithoutPort) ? (sni is null || IsThisMachine(sni) ? new(hostWithoutPort, UpstreamRole.Whole, regions is [var only] ? only : null) : null)
        : string.Equals(hostWithoutPort, sni, StringComparison.OrdinalIgnoreCase) && Named(hostWithoutPort) is { Region: { } region } host && regions.Contains(region) ? host
        : null;

    /// <summary>Whether a name means this machine. An address has no name in the TLS handshake (RFC 6066, 3).</summary>
    public static bool IsThisMachine(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
}
