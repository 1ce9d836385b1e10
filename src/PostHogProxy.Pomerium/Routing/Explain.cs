using PostHogProxy.Pomerium.Policies;
using PostHogProxy.Pomerium.Reading;

namespace PostHogProxy.Pomerium.Routing;

/// <summary>
/// Follows one request through a configuration as Pomerium and its Envoy would, provided the file loads; whether it loads is what the
/// checks say. Read from Pomerium's source, never compared with a running one.
/// </summary>
internal static class Explain
{
    private const int HttpsPort = 443;

    public static Explanation Of(PomeriumConfiguration configuration, Uri url, string method = "GET", IReadOnlyList<KeyValuePair<string, string>>? headers = null) =>
        Of(configuration, new RouteTable(configuration), url, method, headers);

    /// <summary>The same for many requests of one configuration.</summary>
    public static Explanation Of(
        PomeriumConfiguration configuration, RouteTable table, Uri url, string method = "GET", IReadOnlyList<KeyValuePair<string, string>>? headers = null)
    {
        var path = MergedSlashes(url.AbsolutePath);
        var request = new AnonymousRequest(path, method, headers);
        if (Refusal(request) is { } refusal)
        {
            return new(null, null, null, null, Outcome.BadRequest400, refusal);
        }

        var host = url.Host.ToLowerInvariant();
        var routes = table.RoutesOf(host, url.IsDefaultPort ? HttpsPort : url.Port, out var found);
        if (ReservedPaths.Contains(path, found is { } exact && table.Authenticate.Contains(exact), configuration))
        {
            var login = ReservedPaths.WantsLogin(path);
            return new(null, null, null, null, login ? (request.PrefersHtml() ? Outcome.Login : Outcome.Unauthorized401) : Outcome.OwnAnswer, $"'{path}' is one of Pomerium's own paths.");
        }

        foreach (var entry in routes)
        {
            switch (entry.Match.Takes(path))
            {
                case true:
                    return Through(configuration, entry, url, request);
                case null:
                    return new(
                        null,
                        null,
                        null,
                        null,
                        Outcome.Unknown,
                        $"Whether the regular expression of {entry.Route.Label} matches '{path}' cannot be told: Go reads it otherwise than .NET.");
            }
        }

        return new(null, null, null, null, Outcome.NotFound404, found is null
            ? $"No route has the host '{host}'."
            : $"No route of the host '{found}' takes '{path}'; an exact host does not fall back to a wildcard.");
    }

    private static Explanation Through(PomeriumConfiguration configuration, RouteEntry entry, Uri url, AnonymousRequest request)
    {
        var route = entry.Route;
        var policy = RoutePolicy.Of(configuration, route);
        var outcome = policy.For(request);
        var requestHost = url.IsDefaultPort ? url.Host : $"{url.Host}:{url.Port}";
        var target = route.Find("redirect") is null && route.Find("response") is null && route.Targets.Count > 0 ? route.Targets[0].Url : null;
        var sent = target is null ? null : Rewrite.Of(route, entry.Match, request.Path);
        var headers = UpstreamHeaders.Of(configuration, route, request, requestHost);
        return new(
            route.Index,
            route.Name,
            sent is null ? null : $"{target!.Scheme}://{target.Authority}{sent}{url.Query}",
            target is null ? null : UpstreamHost.HostHeader(route, request, requestHost),
            outcome,
            Why(route, entry, outcome, policy, target is not null && sent is null))
        {
            ServerName = UpstreamHost.ServerName(route),
            RemovedHeaders = headers.Removed,
            KeptHeaders = headers.Kept,
            SetHeaders = headers.Set,
        };
    }

    private static string Why(PomeriumRoute route, RouteEntry entry, Outcome outcome, RoutePolicy policy, bool isRewriteUnknown)
    {
        var decided = outcome switch
        {
            Outcome.Through when route.Find("redirect") is not null => "It is open to everybody and answers with a redirect.",
            Outcome.Through when route.Find("response") is not null => "It is open to everybody and answers itself.",
            Outcome.Through => "It is open to everybody.",
            Outcome.Login => "A rule asks who the visitor is: 302 to the sign-in page.",
            Outcome.Unauthorized401 => "A rule asks who the visitor is; the client accepts no HTML, so it is 401.",
            Outcome.ClientCertificate495 => "The visitor has no client certificate (or the TLS handshake fails already, with reject_connection).",
            Outcome.OwnAnswer => "The visitor is refused, and /robots.txt is then answered with 200 by Pomerium itself.",
            Outcome.Unknown => policy.Problems.FirstOrDefault()?.Message ?? "It depends on what the file does not tell, such as the visitor's address.",
            _ when !policy.Clauses.Any() && !policy.HasAllowLists => "It has no policy, and what no rule allows is 403.",
            _ => "No rule allows it, or one denies it.",
        };
        var others = route.Targets.Count > 1 ? $" It has {route.Targets.Count} upstreams; the first is shown." : "";
        var rewrite = isRewriteUnknown ? " What path goes upstream cannot be told: Go reads the regular expression otherwise than .NET." : "";
        return $"{route.Label} takes it ({entry.Match}). {decided}{others}{rewrite}";
    }

    // Envoy's defaults in Pomerium v0.33.
    private static string? Refusal(AnonymousRequest request)
    {
        var path = request.Path.ToUpperInvariant();
        if (path.Contains("%2F") || path.Contains("%5C"))
        {
            return "The path has an escaped slash or backslash, which Pomerium refuses.";
        }

        foreach (var header in request.Headers)
        {
            if (header.Key.Contains('_'))
            {
                return $"The header '{header.Key}' has an underscore in its name, which Pomerium refuses.";
            }
        }

        return null;
    }

    private static string MergedSlashes(string path)
    {
        while (path.Contains("//"))
        {
            path = path.Replace("//", "/");
        }

        return path;
    }
}
