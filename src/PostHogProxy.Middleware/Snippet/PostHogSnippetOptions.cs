namespace PostHogProxy;

/// <summary>What a page says of its PostHog; what the mapped proxy knows is not said again.</summary>
public sealed class PostHogSnippetOptions
{
    /// <summary>The project's token, <c>phc_…</c>. Not needed where the proxy has exactly one in <see cref="PostHogProxyOptions.ProjectTokens"/>.</summary>
    public string? Token { get; set; }

    /// <summary>Which of several proxies: the name given to <c>MapPostHogProxy(name)</c>, or the path.</summary>
    public string? Map { get; set; }

    /// <summary>The nonce of the page's Content-Security-Policy. What posthog-js loads later carries it too.</summary>
    public string? Nonce { get; set; }

    /// <summary>The date of posthog-js's defaults, such as <c>2026-01-30</c>: its option <c>defaults</c>.</summary>
    public string? Defaults { get; set; }

    /// <summary>Who gets a person profile: <c>identified_only</c>, <c>always</c> or <c>never</c>; posthog-js's option <c>person_profiles</c>.</summary>
    public string? PersonProfiles { get; set; }

    /// <summary>Any further options of <c>posthog.init</c>, as a JSON object.</summary>
    public string? Options { get; set; }

    /// <summary>An attribute of the tag that is none.</summary>
    internal string? UnknownAttribute { get; set; }
}
