using PostHogProxy.Pomerium.Checks.Edits;
using PostHogProxy.Pomerium.Routing;

namespace PostHogProxy.Pomerium.Checks;

/// <summary>
/// E015 where one host is spelt in two ways: Pomerium makes two virtual hosts of it, and Envoy, which compares without regard to case,
/// refuses all routes of all hosts ("Only unique values for domains are permitted"). E015 for SSH routes that make no route
/// configuration. PHX4050 for a host that no request has.
/// </summary>
internal static class HostNameChecks
{
    public static void Run(CheckedFile file)
    {
        if (file.Configuration.IsZero)
        {
            return;
        }

        foreach (var names in file.Table.Names.All.Where(name => !name.Domain.Contains('*')).GroupBy(name => name.Domain, StringComparer.OrdinalIgnoreCase))
        {
            if (names.Select(name => name.Domain).Distinct(StringComparer.Ordinal).Count() > 1)
            {
                Spelt(file, [.. names]);
            }
        }

        foreach (var route in file.Routes.Where(route => RouteHost.IsSsh(route.Route)))
        {
            Ssh(file, route);
        }

        foreach (var route in file.PostHogRoutes)
        {
            Unreachable(file, route);
        }
    }

    // Those that are not in lower case, which is how browsers ask.
    private static void Spelt(CheckedFile file, List<HostName> names)
    {
        foreach (var name in names.Where(name => name.Domain.Any(char.IsUpper)))
        {
            var other = names.First(one => one.Domain != name.Domain);
            var message = $"The hosts '{name.Domain}' and '{other.Domain}' ({other.Route?.Label ?? other.Key}) differ only in upper and lower case. Envoy treats them as one host and refuses the routes of every host. Pomerium does not start with the file, or keeps its old routes.";
            var lower = name.Written.Value.Replace(name.Domain, name.Domain.ToLowerInvariant());
            var fix = lower == name.Written.Value ? "Write the host the same way everywhere." : $"Write {lower}.";
            var edits = lower == name.Written.Value ? [] : RouteEdits.Replace(name.Written, lower, file.Configuration);
            if (name.Route is { } route)
            {
                file.Tell(PomeriumFindingRules.BadAddress, file.Routes[route.Index], name.Written.Range, message, fix, edits);
            }
            else
            {
                file.Tell(PomeriumFindingRules.BadAddress, name.Key, name.Written.Range, message, fix, edits);
            }
        }
    }

    // P:config/envoyconfig/route_configurations.go, buildSSHRouteConfiguration.
    private static void Ssh(CheckedFile file, CheckedRoute route)
    {
        var targets = route.Route.Targets;
        if (targets.Count > 1)
        {
            file.Tell(
                PomeriumFindingRules.BadAddress,
                route,
                targets[1].Range,
                "An SSH route has only one to. Pomerium does not load a file with more.",
                "Keep one of them.");
        }
        else if (targets.Count == 0 && (route.Route.Find("redirect") ?? route.Route.Find("response")) is { } other)
        {
            file.Tell(
                PomeriumFindingRules.BadAddress,
                route,
                other.Key.Range,
                $"An SSH route has a to and no {other.Name}. Pomerium does not start with the file.",
                "Write to: with a URL such as ssh://git.internal:22.");
        }
        else if (targets.Count == 1 && targets[0].Url is { Scheme: not "ssh" } url)
        {
            file.Tell(
                PomeriumFindingRules.BadAddress,
                route,
                targets[0].Range,
                $"The to of an SSH route is an ssh:// URL. Pomerium does not load a file with '{url.Scheme}' there.",
                "Write a URL such as ssh://git.internal:22.");
        }
    }

    private static void Unreachable(CheckedFile file, CheckedRoute route)
    {
        if (route.Host is not { } host)
        {
            return;
        }

        var from = route.Route.FromText!;
        if (host.Name[host.Name.Length - 1] == ':')
        {
            var bare = from.Value.TrimEnd('/').TrimEnd(':');
            file.Tell(
                PomeriumFindingRules.UnreachableHost,
                route,
                from.Range,
                $"The host ends with a colon and has no port. To Pomerium it's '{host.Name}', and no request has that host.",
                $"Write {bare}.",
                RouteEdits.Replace(from, bare, file.Configuration));
        }
        else if (host.IsWildcard && host.Name.Any(char.IsUpper))
        {
            var lower = from.Value.ToLowerInvariant();
            file.Tell(
                PomeriumFindingRules.UnreachableHost,
                route,
                from.Range,
                $"Pomerium compares a host with a * letter by letter, and browsers send hosts in lower case. No request has '{host}'.",
                $"Write {lower}.",
                RouteEdits.Replace(from, lower, file.Configuration));
        }
    }
}
