using PostHogProxy.Rules.Hosts;

namespace PostHogProxy.Pomerium.Writing;

/// <summary>One route every writer writes in its own language.</summary>
internal sealed record ProxyRoute(string Name, string From, string To, string? Prefix, string? PrefixRewrite, bool IsPostHog)
{
    public bool IsSocket => To.StartsWith("unix:", StringComparison.Ordinal) || To.StartsWith("https+unix:", StringComparison.Ordinal);

    /// <summary>The keys of a Core file, with values as they are written there.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Keys
    {
        get
        {
            var keys = new List<KeyValuePair<string, string>> { new("from", From), new("to", To) };
            if (Prefix is not null)
            {
                keys.Add(new("prefix", Prefix));
            }

            if (PrefixRewrite is not null)
            {
                keys.Add(new("prefix_rewrite", PrefixRewrite));
            }

            keys.Add(new("allow_public_unauthenticated_access", "true"));
            if (IsPostHog)
            {
                keys.Add(new("pass_identity_headers", "false"));
                keys.Add(new("remove_request_headers", "[Cookie]"));
            }

            return keys;
        }
    }
}

/// <summary>The routes a description stands for, the narrow ones first: a Core file is tried in the order it is written.</summary>
internal static class ProxyRoutes
{
    public static IReadOnlyList<ProxyRoute> Of(ProxyDescription proxy)
    {
        var path = proxy.Base;
        if (proxy.App is { } app)
        {
            // The app takes the cookies and headers it wants itself, and sends PostHog none.
            // Of a socket the path would take the place of the prefix (P:config/envoyconfig/routes.go, getRewriteOptions).
            var isSocket = app.Scheme is "unix" or "https+unix";
            return
            [
                new("posthog", proxy.From, isSocket ? $"{app.Scheme}://{app.AbsolutePath}" : app.GetLeftPart(UriPartial.Authority), path.Length == 0 ? null : path + "/", isSocket ? path + "/" : null, false),
            ];
        }

        var region = RegionHosts.Of(proxy.Region);
        return
        [
            Route("posthog-static", "/static/", region.Assets),
            Route("posthog-array", "/array/", region.Assets),
            Route("posthog", "/", region.Ingest),
        ];

        ProxyRoute Route(string name, string sent, string host) => new(
            name, proxy.From, "https://" + host, path + sent == "/" ? null : path + sent, path.Length == 0 ? null : sent, true);
    }
}
