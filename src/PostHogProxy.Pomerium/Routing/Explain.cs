using PostHogProxy.Pomerium.Policies;
using PostHogProxy.Pomerium.Reading;

namespace PostHogProxy.Pomerium.Routing;

/// <summary>
/// Follows one request through a configuration as Pomerium and its Envoy would, provided the file loads; whether it loads is what the
/// checks say. Read from Pomerium's source, never compared with a running one.
/// </summary>
internal static class Explain
{
    public static Explanation Of(PomeriumConfiguration configuration, Uri url, string method = "GET", IReadOnlyList<KeyValuePair<string, string>>? headers = null) =>
        Of(configuration, new RouteTable(configuration), url, method, headers);

    /// <summary>The same for many requests of one configuration.</summary>
    public static Explanation Of(
        PomeriumConfiguration configuration, RouteTable table, Uri url, string method = "GET", IReadOnlyList<KeyValuePair<string, string>>? headers = null)
    {
        var arrival = Arrival.Of(configuration, url, method, headers);
        var (request, path) = (arrival.Request, arrival.Request.Path);
        if (arrival.Refusal is { } refusal)
        {
            return new(null, null, null, null, Outcome.BadRequest400, refusal);
        }

        if (arrival.Redirect is { } redirect)
        {
            return new(null, null, null, null, Outcome.Redirect307, $"The path has an escaped slash or backslash. Pomerium redirects the client to '{redirect}'.");
        }

        var routes = table.RoutesOf(url, out var found);
        if (ReservedPaths.Contains(path, found, table, configuration))
        {
            var login = ReservedPaths.WantsLogin(request.UnescapedPath);
            return new(null, null, null, null, login ? (request.PrefersHtml() ? Outcome.Login : Outcome.Unauthorized401) : Outcome.OwnAnswer, $"'{path}' is one of Pomerium's own paths.");
        }

        foreach (var entry in routes)
        {
            // TCP and UDP routes take CONNECT, which has no path for others to match.
            if (entry.IsConnect || method == "CONNECT")
            {
                if (entry.IsConnect && method == "CONNECT")
                {
                    return Through(configuration, entry, url, arrival, isOpen: false);
                }

                continue;
            }

            switch (entry.Match.Takes(path))
            {
                case true:
                    return Through(configuration, entry, url, arrival, table.IsBeforeAuthenticate(found));
                case null:
                    return new(
                        null,
                        null,
                        null,
                        null,
                        Outcome.Unknown,
                        $"Go and .NET read the regular expression of {entry.Route.Label} differently, so it isn't known whether it matches '{path}'.");
            }
        }

        return new(null, null, null, null, Outcome.NotFound404, found is null
            ? $"No route has the host '{url.Authority.ToLowerInvariant()}'."
            : $"No route of the host '{found}' takes '{path}'. An exact host doesn't fall back to a wildcard.");
    }

    private static Explanation Through(PomeriumConfiguration configuration, RouteEntry entry, Uri url, Arrival arrival, bool isOpen)
    {
        var (route, request) = (entry.Route, arrival.Request);
        var policy = RoutePolicy.Of(configuration, entry.Judge);
        var outcome = isOpen ? Outcome.Through : policy.For(request);
        var requestHost = url.IsDefaultPort ? url.Host : $"{url.Host}:{url.Port}";
        var target = route.Find("redirect") is null && route.Find("response") is null && route.Targets.Count > 0 ? route.Targets[0].Url : null;
        var sent = target is null ? null : Rewrite.Of(route, entry.Match, request.Path);
        var headers = UpstreamHeaders.Of(configuration, route, request, requestHost);
        return new(
            route.Index,
            route.Name,
            sent is null || target is null ? null : target.IsUnix ? $"{target.Scheme}://{target.Path}" : $"{target.Scheme}://{target.Authority}{sent}{url.Query}",
            target is null ? null : UpstreamHost.HostHeader(route, request, requestHost),
            outcome,
            Why(route, entry, outcome, policy, target is not null && sent is null) + (target is { IsUnix: true } && sent is not null ? $" The socket gets the path '{sent}'." : ""))
        {
            SentPath = sent,
            ServerName = UpstreamHost.ServerName(route),
            RemovedHeaders = [.. headers.Removed.Concat(arrival.Dropped).Distinct(StringComparer.OrdinalIgnoreCase)],
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
            Outcome.Login => "A rule asks who the visitor is, so Pomerium redirects to the sign-in page (302).",
            Outcome.Unauthorized401 when McpServer.Is(route) => "The route is an MCP server's, and no rule allows the visitor. The answer is 401, never the sign-in page.",
            Outcome.Unauthorized401 => "A rule asks who the visitor is. The client takes no redirect (by Accept, as gRPC, or with a session of its own), so the answer is 401.",
            Outcome.ClientCertificate495 => "The visitor has no client certificate. With reject_connection, the TLS handshake fails.",
            Outcome.NoContent204 => "The route is an MCP server's. Pomerium answers OPTIONS itself.",
            Outcome.OwnAnswer => "The visitor is refused, and Pomerium itself then answers /robots.txt with 200.",
            Outcome.Unknown => policy.Problems.FirstOrDefault()?.Message ?? "The result depends on something outside the file, such as the visitor's address.",
            _ when !policy.Clauses.Any() && !policy.HasAllowLists => "It has no policy, and Pomerium answers 403 to everything that no rule allows.",
            _ => "No rule allows it, or one denies it.",
        };
        var others = route.Targets.Count > 1 ? $" It has {route.Targets.Count} upstreams. The first is shown." : "";
        var rewrite = isRewriteUnknown ? " Go and .NET read the regular expression differently, so the path sent upstream isn't known." : "";
        var ssh = RouteHost.IsSsh(route) ? " It is an SSH route. Pomerium's HTTP side treats it like any other route." : "";
        var judge = entry.Judge != route ? $" {entry.Judge.Label} has the same from, matcher and to. Its policy applies to both." : "";
        return $"{route.Label} takes it ({(entry.IsConnect ? "CONNECT" : entry.Match.ToString())}). {decided}{others}{rewrite}{ssh}{judge}";
    }
}
