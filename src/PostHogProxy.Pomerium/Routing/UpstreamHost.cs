using PostHogProxy.Pomerium.Policies;
using PostHogProxy.Pomerium.Reading;
using PostHogProxy.Pomerium.Values;

namespace PostHogProxy.Pomerium.Routing;

/// <summary>The Host header and the TLS server name the upstream sees.</summary>
internal static class UpstreamHost
{
    /// <summary>The Host header; null where it cannot be told (P:config/envoyconfig/routes.go, setHostRewriteOptions).</summary>
    public static string? HostHeader(PomeriumRoute route, AnonymousRequest request, string requestHost)
    {
        if (route.Text("host_rewrite") is { } literal)
        {
            return literal;
        }

        if (route.Text("host_rewrite_header") is { } header)
        {
            return request.Header(header) is { Length: > 0 } value ? value : requestHost;
        }

        if (route.Text("host_path_regex_rewrite_pattern") is { } pattern)
        {
            return GoRegex.Parse(pattern).Replace(request.Path, route.Text("host_path_regex_rewrite_substitution") ?? "");
        }

        return route.IsSet("preserve_host_header") ? requestHost : route.Targets.Count > 0 ? route.Targets[0].Url?.Authority : null;
    }

    /// <summary>The server name that is asked for and that the certificate must have; null where the upstream speaks no TLS.</summary>
    public static string? ServerName(PomeriumRoute route)
    {
        var target = route.Targets.Count > 0 ? route.Targets[0].Url : null;
        return target?.Scheme is not ("https" or "https+unix") ? null : route.Text("tls_upstream_server_name") ?? route.Text("tls_server_name") ?? (target!.Host.Length > 0 ? target.Host : null);
    }
}
