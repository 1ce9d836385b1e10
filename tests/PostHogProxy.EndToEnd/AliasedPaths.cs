namespace PostHogProxy.EndToEnd;

/// <summary>What a list could know a path by, and what is left of it under aliases.</summary>
internal static class AliasedPaths
{
    // Written from what posthog-js 1.449.2 asks for without aliases; no alias has a letter with a dot, a slash or a hyphen beside it.
    private static readonly string[] CanonicalParts =
    [
        "phc_", "static", "array", "config", "flags", "/e/", "/s/", "/i/", "/api", "survey", "recorder", "dead-clicks", "web-vitals", "exception",
        "toolbar", "decide", "capture", "batch", "1.449.2",
    ];

    /// <param name="asked">The paths of a page's requests to the proxy.</param>
    /// <param name="start">What an alias starts with: the proxy's path, a slash and, where it is known, the aliases' own name.</param>
    public static void AreAllOf(IReadOnlyCollection<string> asked, string start)
    {
        Assert.NotEmpty(asked);
        Assert.All(asked, path => Assert.Matches($"^{start}([B-DF-HJ-NP-TV-XZb-df-hj-np-tv-xz1-9]+|\\.m?js)$", path));
        Assert.All(asked, path => Assert.DoesNotContain(CanonicalParts, part => path.Contains(part, StringComparison.OrdinalIgnoreCase)));
    }
}
