using PostHogProxy.Rules.Hosts;
using PostHogProxy.Rules.Routes;

namespace PostHogProxy.Forwarding;

/// <summary>Scheme, host and port of the two upstreams, as text that a target is appended to.</summary>
internal sealed record UpstreamOrigins(string Ingest, string Assets)
{
    // RFC 2606: no such host can be. Nothing is sent to it either; the proxy is off.
    private const string Nowhere = "https://off.invalid";

    private readonly string _ingestHost = new Uri(Ingest).Host;
    private readonly string _assetsHost = new Uri(Assets).Host;

    public static UpstreamOrigins Of(PostHogProxyOptions options)
    {
        if (!HasUpstream(options))
        {
            return new(Nowhere, Nowhere);
        }

        var region = options.Region is { } known ? RegionHosts.Of(known) : null;
        var ingest = options.IngestOrigin ?? region!.IngestOrigin;

        // A team that names its own PostHog must not load scripts from the cloud because it forgot the second setting.
        var assets = options.AssetsOrigin ?? options.IngestOrigin ?? region!.AssetsOrigin;
        return new(Text(ingest), Text(assets));
    }

    /// <summary>Whether anybody has said where requests go. Who has PostHog off need not.</summary>
    public static bool HasUpstream(PostHogProxyOptions options) => options.Region is not null || options.IngestOrigin is not null;

    public string For(Upstream upstream) => upstream == Upstream.Assets ? Assets : Ingest;

    /// <summary>The name of the host alone, for spans.</summary>
    public string HostOf(Upstream upstream) => upstream == Upstream.Assets ? _assetsHost : _ingestHost;

    private static string Text(Uri origin) => origin.GetLeftPart(UriPartial.Authority);
}
