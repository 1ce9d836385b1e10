using PostHogProxy.Pomerium.Reading;

namespace PostHogProxy.Pomerium.Routing;

/// <summary>The paths Pomerium answers itself, before any route (P:config/envoyconfig/routes.go, buildPomeriumHTTPRoutes).</summary>
internal static class ReservedPaths
{
    private const string AuthorizationServer = "/.well-known/oauth-authorization-server";
    private const string ProtectedResource = "/.well-known/oauth-protected-resource";

    private static readonly string[] Everywhere = ["/ping", "/healthz", "/.pomerium", "/.well-known/pomerium"];
    private static readonly string[] Folders = ["/.pomerium/", "/.well-known/pomerium/"];

    // The callback is a path of its own: authenticate_callback_path changes nothing any more (P:pkg/endpoints/paths.go).
    private static readonly string[] OnAuthenticate = ["/", "/robots.txt", "/oauth2/callback"];

    // P:authorize/evaluator/evaluator.go, internalPathsNeedingLogin.
    private static readonly string[] WantLogin =
    [
        "/.pomerium/jwt", "/.pomerium/user", "/.pomerium/webauthn", "/.pomerium/routes", "/.pomerium/api/v1/routes", "/.pomerium/mcp/authorize",
        "/.pomerium/mcp/connect", "/.pomerium/mcp/routes",
    ];

    /// <param name="path">The path as routes see it.</param>
    /// <param name="host">The host that was found; null where the wildcards are tried.</param>
    /// <param name="table">The hosts.</param>
    /// <param name="configuration">The file.</param>
    public static bool Contains(string path, RouteHost? host, RouteTable table, PomeriumConfiguration configuration) => !table.IsBeforeAuthenticate(host)
        && (Everywhere.Contains(path)
            || Folders.Any(folder => path.StartsWith(folder, StringComparison.Ordinal))
            || (table.IsAuthenticate(host) && OnAuthenticate.Contains(path))
            || (table.IsMcp(host) && McpServer.IsOn(configuration) && (path == AuthorizationServer || path.StartsWith(ProtectedResource, StringComparison.Ordinal))));

    /// <param name="path">The path as Pomerium sees it, without escapes.</param>
    public static bool WantsLogin(string path) => WantLogin.Contains(path);

    /// <summary>Whether everything that a route takes is Pomerium's own.</summary>
    public static bool Contains(RouteMatch match, RouteHost? host, RouteTable table, PomeriumConfiguration configuration) => match.Kind switch
    {
        MatchKind.Path => Contains(match.Value, host, table, configuration),
        MatchKind.Prefix => Folders.Append(ProtectedResource).Any(folder => match.Value.StartsWith(folder, StringComparison.Ordinal)) && Contains(match.Value, host, table, configuration),
        _ => false,
    };
}
