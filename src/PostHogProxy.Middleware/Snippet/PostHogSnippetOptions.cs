namespace PostHogProxy;

/// <summary>The options of the snippet on one page. The snippet takes everything else from the mapped proxy.</summary>
public sealed class PostHogSnippetOptions
{
    /// <summary>
    /// The project's token, <c>phc_…</c>. Not needed if the proxy has exactly one in <see cref="PostHogProxyOptions.ProjectTokens"/>.
    /// </summary>
    public string? Token { get; set; }

    /// <summary>The proxy to use if the app maps several: the name given to <c>MapPostHogProxy(name)</c>, or the path.</summary>
    public string? Map { get; set; }

    /// <summary>The nonce of the page's Content-Security-Policy. posthog-js also sets it on the scripts that it loads later.</summary>
    public string? Nonce { get; set; }

    /// <summary>The option <c>defaults</c> of posthog-js, a date such as <c>2026-01-30</c>.</summary>
    public string? Defaults { get; set; }

    /// <summary>The option <c>person_profiles</c> of posthog-js: <c>identified_only</c>, <c>always</c> or <c>never</c>.</summary>
    public string? PersonProfiles { get; set; }

    /// <summary>Further options of <c>posthog.init</c>, as a JSON object.</summary>
    public string? Options { get; set; }

    /// <summary>What to say of an attribute or a parameter that there is none of.</summary>
    internal string? UnknownName { get; set; }

    /// <summary>Whether the snippet counts the pages that Blazor navigates to.</summary>
    internal bool CountsNavigations { get; init; }
}
