using System.Net;

namespace PostHogProxy.Verification;

/// <summary>The proxy to verify, and what is known about it.</summary>
/// <param name="Url">What a page writes as <c>api_host</c>, without a trailing slash, query or fragment.</param>
internal sealed record VerifyTarget(Uri Url)
{
    /// <summary>
    /// Well-formed and nobody's. PostHog takes an event under such a token with 200 and drops it, so questions can be asked without writing
    /// to a project.
    /// </summary>
    public const string NobodysToken = "phc_PostHogProxyVerificationBelongsToNobody0000";

    /// <summary>The project whose events go through the proxy; null where nobody said.</summary>
    public string? Token { get; init; }

    /// <summary>The region the proxy is meant to send to; null where nobody said.</summary>
    public PostHogRegion? Region { get; init; }

    /// <summary>The origin of the pages that use the proxy; null for the likely one.</summary>
    public Uri? PageOrigin { get; init; }

    /// <summary>What a visitor brings along beside the rest, such as a cookie that says yes; it goes to the proxy's host and nowhere else.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> VisitorHeaders { get; init; } = [];

    /// <summary>The name of the aliases, as their module carries it: <c>m3rkf</c>; null where PostHog's own names are asked for.</summary>
    public string? AliasName { get; init; }

    /// <summary>Whether one event may be written to the project.</summary>
    public bool SendTestEvent { get; init; }

    /// <summary>How long one question may take; a large body has four times as long.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>After this long posthog-js gives a flags request up.</summary>
    public TimeSpan FlagsLimit { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>How much longer than PostHog itself the proxy may take.</summary>
    public TimeSpan LatencyLimit { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The mapped path; empty where the proxy has a host of its own.</summary>
    public string Prefix { get; } = Url.AbsolutePath.TrimEnd('/');

    public bool HasOwnHost => Prefix.Length == 0;

    public string AskedToken => Token ?? NobodysToken;

    /// <summary>Whether browsers on other machines cannot mean this host.</summary>
    public bool IsLoopback => Url.IsLoopback || Url.Host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase);

    /// <summary>A page on the proxy's own host, or, for a host of its own, one on the domain above it.</summary>
    public Uri Page => PageOrigin ?? (HasOwnHost && ParentDomain() is { } parent ? new($"{Url.Scheme}://{parent}") : new(Url.GetLeftPart(UriPartial.Authority)));

    private string? ParentDomain()
    {
        if (IPAddress.TryParse(Url.Host, out _))
        {
            return null;
        }

        var dot = Url.Host.IndexOf('.', StringComparison.Ordinal);
        return dot > 0 && Url.Host.IndexOf('.', dot + 1) > 0 ? Url.Host[(dot + 1)..] : null;
    }
}
