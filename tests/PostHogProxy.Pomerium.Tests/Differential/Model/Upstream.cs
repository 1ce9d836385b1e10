using System.Text.RegularExpressions;

namespace PostHogProxy.Pomerium.Tests.Differential.Model;

/// <summary>What goes upstream (P:config/envoyconfig/routes.go: getRewriteOptions, setHostRewriteOptions, getRequestHeadersToRemove).</summary>
internal static class Upstream
{
    public static string Path(ModelRoute route, string path)
    {
        if (route.Text("prefix_rewrite") is { Length: > 0 } prefix)
        {
            return Replaced(route, path, prefix);
        }

        if (route.Text("regex_rewrite_pattern") is { Length: > 0 } pattern)
        {
            return Rewritten(path, pattern, route.Text("regex_rewrite_substitution"));
        }

        return route.To[0].Url.Path is { Length: > 0 } target ? Replaced(route, path, target) : path;
    }

    public static string Host(ModelRoute route, ModelRequest request, GoUrl target) =>
        route.Text("host_rewrite") is { Length: > 0 } literal ? literal
        : route.Text("host_rewrite_header") is { Length: > 0 } header ? request.Header(header) is { Length: > 0 } value ? value : request.Authority
        : route.Text("host_path_regex_rewrite_pattern") is { Length: > 0 } pattern ? Rewritten(request.Path, pattern, route.Text("host_path_regex_rewrite_substitution"))
        : route.Flag("preserve_host_header") ? request.Authority
        : target.Host;

    public static (string Kept, string Set) Headers(ModelFile file, ModelRoute route, ModelRequest request)
    {
        var removed = new HashSet<string>(route.Texts("remove_request_headers") ?? [], StringComparer.OrdinalIgnoreCase) { "x-pomerium-authorization" };
        if (!(route.OptionalFlag("pass_identity_headers") ?? file.Flag("pass_identity_headers")))
        {
            removed.UnionWith(GlobalKeys.ClaimHeaders(file.Global("jwt_claims_headers")).Append("x-pomerium-jwt-assertion"));
        }

        var set = route.Map("set_request_headers").ToDictionary(header => header.Key.ToLowerInvariant(), header => header.Value);
        if (!file.Flag("skip_xff_append") && !removed.Contains("x-forwarded-for"))
        {
            set.TryAdd("x-forwarded-for", "?");
        }

        var keepsHost = route.Flag("preserve_host_header") && route.Text("host_rewrite").Length == 0 && route.Text("host_rewrite_header").Length == 0
            && route.Text("host_path_regex_rewrite_pattern").Length == 0;
        if (!keepsHost && !removed.Contains("x-forwarded-host"))
        {
            set.TryAdd("x-forwarded-host", request.Authority);
        }

        var kept = request.Headers.Where(header => !removed.Contains(header.Key) && !set.ContainsKey(header.Key.ToLowerInvariant()) && !IsTakenOut(file, header));
        return (
            string.Join(' ', kept.Select(header => header.Key.ToLowerInvariant()).Order(StringComparer.Ordinal)),
            string.Join(' ', set.Select(header => $"{header.Key}={header.Value}").Order(StringComparer.Ordinal)));
    }

    // clean-upstream.lua: of the cookies only Pomerium's own.
    private static bool IsTakenOut(ModelFile file, KeyValuePair<string, string> header) => header.Key.ToLowerInvariant() switch
    {
        "authorization" => header.Value.StartsWith("Pomerium ", StringComparison.Ordinal),
        "cookie" => header.Value.Split(';').All(cookie => cookie.Trim().Split('=')[0] == (file.Global("cookie_name") is { } name ? Weak.Text(name) : "_pomerium")),
        _ => false,
    };

    // Envoy: the matched prefix is replaced; a whole path or an expression has matched everything.
    private static string Replaced(ModelRoute route, string path, string by)
    {
        var matched = route.Text("regex").Length > 0 || route.Text("path").Length > 0 ? path.Length : Math.Max(1, route.Text("prefix").Length);
        return by + path[matched..];
    }

    private static string Rewritten(string path, string pattern, string substitution) =>
        Regex.Replace(path, pattern, Regex.Replace(substitution.Replace("$", "$$", StringComparison.Ordinal), @"\\([0-9])", "$${$1}"), RegexOptions.CultureInvariant);
}
