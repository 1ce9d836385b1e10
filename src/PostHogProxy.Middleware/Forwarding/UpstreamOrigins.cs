using PostHogProxy.Rules.Hosts;
using PostHogProxy.Rules.Routes;
using PostHogProxy.Rules.Settings;
using PostHogProxy.Telemetry;

namespace PostHogProxy.Forwarding;

/// <summary>Scheme, host and port of the upstreams, as text that a target is appended to.</summary>
internal sealed record UpstreamOrigins(string Ingest, string Assets, string App) : IHostNames
{
    // RFC 2606: no such host can be. Nothing is sent to it either; the proxy is off.
    private const string Nowhere = "https://off.invalid";

    private readonly string _ingestHost = new Uri(Ingest).Host;
    private readonly string _assetsHost = new Uri(Assets).Host;
    private readonly string _appHost = new Uri(App).Host;

    public static UpstreamOrigins Of(PostHogProxyOptions options)
    {
        if (!HasUpstream(options))
        {
            return new(Nowhere, Nowhere, Nowhere);
        }

        var region = options.Region is { } known ? RegionHosts.Of(known) : null;
        var ingest = options.IngestOrigin ?? region!.IngestOrigin;

        // A team that names its own PostHog must not load scripts from the cloud because it forgot the second setting.
        var assets = options.AssetsOrigin ?? options.IngestOrigin ?? region!.AssetsOrigin;

        // One's own PostHog is all in one. UiHost is for browsers: no key of a server's goes to a host that was named for them.
        var appsRegion = options.IngestOrigin is { } own ? SettingLimits.RegionOf(own) : options.Region;
        var app = appsRegion is { } cloud ? new Uri("https://" + RegionHosts.Of(cloud).App) : ingest;
        return new(Text(ingest), Text(assets), Text(app));
    }

    /// <summary>Whether anybody has said where requests go. Who has PostHog off need not.</summary>
    public static bool HasUpstream(PostHogProxyOptions options) => options.Region is not null || options.IngestOrigin is not null;

    public string For(Upstream upstream) => upstream switch
    {
        Upstream.Assets => Assets,
        Upstream.App => App,
        _ => Ingest,
    };

    /// <inheritdoc/>
    public string HostOf(Upstream upstream) => upstream switch
    {
        Upstream.Assets => _assetsHost,
        Upstream.App => _appHost,
        _ => _ingestHost,
    };

    private static string Text(Uri origin) => origin.GetLeftPart(UriPartial.Authority);
}
