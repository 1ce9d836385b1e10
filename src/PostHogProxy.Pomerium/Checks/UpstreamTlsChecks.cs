using PostHogProxy.Pomerium.Checks.Edits;
using PostHogProxy.Rules.Findings;

namespace PostHogProxy.Pomerium.Checks;

/// <summary>PHX4048 an authority that is not the public ones, PHX4049 a scheme that carries no HTTPS: both lose every event.</summary>
internal static class UpstreamTlsChecks
{
    // In the order in which they count (P:config/envoyconfig/clusters.go, buildPolicyValidationContext).
    private static readonly string[] Keys = ["tls_custom_ca_file", "tls_custom_ca"];

    public static void Run(CheckedFile file)
    {
        foreach (var route in file.PostHogRoutes)
        {
            Authority(file, route);
            Scheme(file, route);
        }
    }

    // With tls_skip_verify nothing is verified (W035), and without TLS there is no certificate.
    private static void Authority(CheckedFile file, CheckedRoute route)
    {
        if (Keys.FirstOrDefault(name => route.Route.Text(name) is not null) is not { } key
            || route.Route.IsSet("tls_skip_verify")
            || !route.Route.Targets.Any(target => target.IsPostHog && target.Url!.Scheme == "https"))
        {
            return;
        }

        var entry = route.Route.Find(key)!;
        file.Tell(
            PomeriumFindingRules.CustomAuthority,
            route,
            entry.Key.Range,
            $"'{key}' replaces the public certificate authorities. Pomerium doesn't trust PostHog's certificate and answers every request of the route with 503.",
            $"Remove '{key}' from the route to PostHog.",
            [.. Keys.SelectMany(name => RouteEdits.Remove(file.Configuration, route.Route, route.Route.Find(name)))]);
    }

    // Only https (and https+unix) has TLS upstream (P:config/envoyconfig/clusters.go, buildPolicyTransportSocket). http works, unencrypted: W035.
    private static void Scheme(CheckedFile file, CheckedRoute route)
    {
        foreach (var target in route.Route.Targets.Where(target => target.IsPostHog && target.Url!.Scheme is not ("http" or "https")))
        {
            var scheme = target.Url!.Scheme;
            var written = file.Configuration.Text.Substring(target.Range.Start, target.Range.Length);
            var at = written.IndexOf(scheme, StringComparison.OrdinalIgnoreCase);
            file.Tell(
                PomeriumFindingRules.UpstreamScheme,
                route,
                target.Range,
                scheme == "h2c"
                    ? $"h2c:// is HTTP/2 without TLS. {target.Url.Host} doesn't support it, so no request reaches it."
                    : $"'{scheme}://' has no TLS, so no request reaches {target.Url.Host}.",
                $"Write https://{target.Url.Host}.",
                at < 0 ? null : [new(new TextRange(target.Range.Start + at, scheme.Length), "https")]);
        }
    }
}
