using PostHogProxy.Pomerium.Checks.Edits;

namespace PostHogProxy.Pomerium.Checks;

/// <summary>E010 and E011: PostHog answers 401 to a Host header or a server name that is not its own; I066.</summary>
internal static class HostHeaderChecks
{
    // In the order in which they count.
    private static readonly string[] HostKeys = ["host_rewrite", "host_rewrite_header", "host_path_regex_rewrite_pattern"];
    private static readonly string[] ServerNameKeys = ["tls_upstream_server_name", "tls_server_name"];

    public static void Run(CheckedFile file)
    {
        foreach (var route in file.PostHogRoutes)
        {
            HostHeader(file, route);
            ServerName(file, route);
        }
    }

    private static void HostHeader(CheckedFile file, CheckedRoute route)
    {
        var host = Host(route);
        var key = HostKeys.FirstOrDefault(name => route.Route.Text(name) is not null);
        if (key == "host_rewrite" && IsHost(route.Route.Text(key)!, host))
        {
            return;
        }

        if (key is not null)
        {
            var entry = route.Route.Find(key)!;
            file.Tell(
                PomeriumFindingRules.HostHeader,
                route,
                entry.Value.Range,
                key == "host_rewrite"
                    ? $"PostHog gets the Host '{entry.Scalar!.Value}' and answers 401. It expects {host}."
                    : $"With '{key}', Pomerium takes the Host from the request. PostHog answers 401 to every Host but {host}.",
                $"Remove '{key}'. Pomerium then sends the host of to.",
                [.. HostKeys.Append("preserve_host_header").SelectMany(name => RouteEdits.Remove(file.Configuration, route.Route, route.Route.Find(name)))]);
        }
        else if (route.Route.IsSet("preserve_host_header"))
        {
            var entry = route.Route.Find("preserve_host_header")!;
            file.Tell(
                PomeriumFindingRules.HostHeader,
                route,
                entry.Value.Range,
                $"With preserve_host_header, PostHog gets your host instead of {host} and answers 401.",
                "Write preserve_host_header: false, or remove the key.",
                RouteEdits.Replace(entry.Scalar!, "false", file.Configuration));
        }
    }

    private static void ServerName(CheckedFile file, CheckedRoute route)
    {
        var host = Host(route);
        if (ServerNameKeys.Select(route.Route.Find).FirstOrDefault(entry => entry?.Scalar is { Value.Length: > 0 }) is { } entry && !IsHost(entry.Scalar!.Value, host))
        {
            file.Tell(
                PomeriumFindingRules.ServerName,
                route,
                entry.Value.Range,
                $"Pomerium asks for the TLS server name '{entry.Scalar.Value}' and expects it in the certificate. PostHog's name is {host}.",
                $"Remove '{entry.Name}'. Pomerium then asks for the host of to.",
                RouteEdits.Replace(entry.Scalar, host, file.Configuration));
        }
        else if (route.Route.Find("tls_server_name") is { } older)
        {
            file.Tell(
                PomeriumFindingRules.DeprecatedServerName,
                route,
                older.Key.Range,
                "tls_server_name is deprecated. tls_upstream_server_name replaces it.",
                "Remove it. Pomerium then asks for the host of to.",
                RouteEdits.Remove(file.Configuration, route.Route, older));
        }
    }

    private static string Host(CheckedRoute route) => route.Route.Targets.First(target => target.IsPostHog).Url!.Host.ToLowerInvariant();

    private static bool IsHost(string written, string host) =>
        written.Equals(host, StringComparison.OrdinalIgnoreCase) || written.Equals(host + ":443", StringComparison.OrdinalIgnoreCase);
}
