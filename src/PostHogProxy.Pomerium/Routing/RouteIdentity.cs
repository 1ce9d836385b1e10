using PostHogProxy.Pomerium.Reading;
using PostHogProxy.Pomerium.Values;
using PostHogProxy.Pomerium.Yaml;

namespace PostHogProxy.Pomerium.Routing;

/// <summary>
/// What makes a route the one it is to Pomerium: from, matcher and upstreams, else its redirect or response. Name, rewrites, headers and
/// policy are not in it (P:config/policy.go, generateRouteID); of the queries of its upstreams nothing is.
/// </summary>
internal static class RouteIdentity
{
    private static readonly string[] Redirect =
        ["https_redirect", "scheme_redirect", "host_redirect", "port_redirect", "path_redirect", "prefix_rewrite", "response_code", "strip_query"];

    private static readonly string[] Response = ["status", "body"];

    public static string Of(PomeriumRoute route)
    {
        var parts = new List<string> { route.FromText?.Value ?? "", route.Prefix ?? "", route.Path ?? "", route.Regex ?? "" };
        if (route.Targets.Count > 0)
        {
            parts.AddRange(route.Targets.Select(target => $"{Url(target.Text)} {target.Weight}"));
        }
        else
        {
            parts.AddRange(Fields(route, "redirect", Redirect) ?? Fields(route, "response", Response) ?? []);
        }

        return string.Join("\n", parts);
    }

    private static string Url(string text)
    {
        var hash = text.IndexOf('#');
        var fragment = hash < 0 ? "" : text.Substring(hash);
        var bare = (hash < 0 ? text : text.Substring(0, hash)).Split('?')[0];
        var scheme = bare.Split(':')[0];
        var rest = bare.Substring(scheme.Length);
        return $"{scheme.ToLowerInvariant()}{rest}{fragment}";
    }

    private static IEnumerable<string>? Fields(PomeriumRoute route, string key, string[] names) => route.Find(key)?.Value is MappingNode mapping
        ? names.Select(name => mapping.Find(name)?.Scalar is { } scalar
            ? "=" + (name is "https_redirect" or "strip_query" ? ScalarValue.Flag(scalar)?.ToString() : ScalarValue.Text(scalar))
            : "").Prepend(key)
        : null;
}
