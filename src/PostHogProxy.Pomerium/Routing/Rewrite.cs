using PostHogProxy.Pomerium.Reading;
using PostHogProxy.Pomerium.Values;

namespace PostHogProxy.Pomerium.Routing;

/// <summary>
/// The path that goes upstream: prefix_rewrite, else regex_rewrite, else the path of the first <c>to</c> as if it were a prefix_rewrite
/// (P:config/envoyconfig/routes.go, getRewriteOptions). What is put in place of what is Envoy's: the matched prefix, or the whole path
/// where the route has a path or a regex.
/// </summary>
internal static class Rewrite
{
    /// <summary>The path sent for <paramref name="path"/>; null where an expression reads differently in Go and here.</summary>
    public static string? Of(PomeriumRoute route, RouteMatch match, string path)
    {
        if (PrefixRewrite(route) is { } prefix)
        {
            return match.Kind == MatchKind.Prefix ? path.Remove(0, Math.Min(path.Length, match.Value.Length)).Insert(0, prefix) : prefix;
        }

        return route.Text("regex_rewrite_pattern") is { } pattern
            ? GoRegex.Parse(pattern).Replace(path, route.Text("regex_rewrite_substitution") ?? "")
            : path;
    }

    /// <summary>What stands in place of the matched prefix; null where nothing does.</summary>
    public static string? PrefixRewrite(PomeriumRoute route)
    {
        if (route.Text("prefix_rewrite") is { } written)
        {
            return written;
        }

        var path = route.Text("regex_rewrite_pattern") is null && route.Targets.Count > 0 ? route.Targets[0].Url?.Path : null;
        return path is { Length: > 0 } ? path : null;
    }
}
