namespace PostHogProxy.Rules.Hosts;

/// <summary>What a host name is to PostHog.</summary>
internal enum HostKind
{
    /// <summary>None of PostHog's: the team's own domain, a self-hosted PostHog, anything else.</summary>
    Foreign,

    /// <summary>Takes events today.</summary>
    Ingest,

    /// <summary>Serves scripts and remote config.</summary>
    Assets,

    /// <summary>The application of a region; right as <c>ui_host</c>, wrong as <c>api_host</c>.</summary>
    App,

    /// <summary>An older or internal name that still answers, or once did.</summary>
    Legacy,

    /// <summary>Under posthog.com, but neither takes events nor is an application: the website, the documentation.</summary>
    Website,
}

/// <summary>What one host name is, and of which region where it has one.</summary>
internal readonly record struct PostHogHost(HostKind Kind, PostHogRegion? Region)
{
    private static readonly Dictionary<string, PostHogHost> Known = new(StringComparer.OrdinalIgnoreCase)
    {
        [RegionHosts.Us.Ingest] = new(HostKind.Ingest, PostHogRegion.Us),
        [RegionHosts.Eu.Ingest] = new(HostKind.Ingest, PostHogRegion.Eu),
        [RegionHosts.Us.Assets] = new(HostKind.Assets, PostHogRegion.Us),
        [RegionHosts.Eu.Assets] = new(HostKind.Assets, PostHogRegion.Eu),
        [RegionHosts.Us.App] = new(HostKind.App, PostHogRegion.Us),
        [RegionHosts.Eu.App] = new(HostKind.App, PostHogRegion.Eu),

        // Ingest and application in one, from before there were regions: it is US.
        ["app.posthog.com"] = new(HostKind.Legacy, PostHogRegion.Us),
        ["us-proxy-direct.i.posthog.com"] = new(HostKind.Legacy, PostHogRegion.Us),
        ["eu-proxy-direct.i.posthog.com"] = new(HostKind.Legacy, PostHogRegion.Eu),
        ["internal-j.posthog.com"] = new(HostKind.Legacy, null),
    };

    /// <summary>Judges a host name, without port; case and one trailing dot (a fully qualified name) do not matter.</summary>
    public static PostHogHost Of(string host)
    {
        var name = host.Length > 0 && host[host.Length - 1] == '.' ? host.Substring(0, host.Length - 1) : host;
        if (Known.TryGetValue(name, out var known))
        {
            return known;
        }

        var posthog = name.Equals("posthog.com", StringComparison.OrdinalIgnoreCase)
            || name.EndsWith(".posthog.com", StringComparison.OrdinalIgnoreCase);
        return new(posthog ? HostKind.Website : HostKind.Foreign, null);
    }

    /// <summary>
    /// Judges what people write in a setting: a URL, or a bare host with or without a port. What has no host at all (a path, an
    /// empty string) is <see cref="HostKind.Foreign"/>.
    /// </summary>
    public static PostHogHost OfUrl(string url)
    {
        var text = url.Trim();
        if (text.StartsWith("//", StringComparison.Ordinal))
        {
            text = "https:" + text;
        }
        else if (text.IndexOf("://", StringComparison.Ordinal) < 0)
        {
            text = "https://" + text;
        }

        return Uri.TryCreate(text, UriKind.Absolute, out var uri) ? Of(uri.Host) : default;
    }
}
