using PostHogProxy.Pomerium.Reading;

namespace PostHogProxy.Pomerium.Routing;

/// <summary>The paths Pomerium answers itself, before any route (P:config/envoyconfig/routes.go, buildPomeriumHTTPRoutes).</summary>
internal static class ReservedPaths
{
    private static readonly string[] Everywhere = ["/ping", "/healthz", "/.pomerium", "/.well-known/pomerium"];
    private static readonly string[] Folders = ["/.pomerium/", "/.well-known/pomerium/"];
    private static readonly string[] WantLogin = ["/.pomerium/user", "/.pomerium/routes"];

    public static bool Contains(string path, bool isAuthenticateHost, PomeriumConfiguration configuration) =>
        Everywhere.Contains(path)
        || Folders.Any(folder => path.StartsWith(folder, StringComparison.Ordinal))
        || (isAuthenticateHost && (path is "/" or "/robots.txt" || path == (configuration.GlobalText("authenticate_callback_path") ?? "/oauth2/callback")));

    public static bool WantsLogin(string path) => WantLogin.Contains(path);

    /// <summary>Whether everything that a route takes is Pomerium's own.</summary>
    public static bool Contains(RouteMatch match, bool isAuthenticateHost, PomeriumConfiguration configuration) => match.Kind switch
    {
        MatchKind.Path => Contains(match.Value, isAuthenticateHost, configuration),
        MatchKind.Prefix => Folders.Any(folder => match.Value.StartsWith(folder, StringComparison.Ordinal)),
        _ => false,
    };
}
