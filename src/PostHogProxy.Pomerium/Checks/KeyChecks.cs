using PostHogProxy.Pomerium.Checks.Edits;
using PostHogProxy.Pomerium.Reading;
using PostHogProxy.Pomerium.Yaml;

namespace PostHogProxy.Pomerium.Checks;

/// <summary>E016 removed keys, W040 unknown keys, W041 several matchers, W043 both lists, I062 regex_priority_order.</summary>
internal static class KeyChecks
{
    // P:config/options_check.go: with any of these the file is not loaded. Under the older list policy: they are unknown only.
    private static readonly string[] RemovedFromFile =
        ["client_ca", "client_ca_file", "idp_service_account", "idp_refresh_directory_timeout", "idp_refresh_directory_interval", "idp_qps", "policy_file",
            "tracing_datadog_address", "tracing_jaeger_collector_endpoint", "tracing_jaeger_agent_endpoint", "tracing_zipkin_endpoint", "tracing_provider",
            "tracing_sample_rate"];

    private static readonly string[] RemovedFromRoutes = ["allowed_groups", "set_authorization_header"];

    // In the order in which they count.
    private static readonly string[] Matching = ["regex", "path", "prefix"];

    public static void Run(CheckedFile file)
    {
        if (file.Configuration.IsZero)
        {
            return;
        }

        FileKeys(file);
        foreach (var route in file.Routes)
        {
            RouteKeysOf(file, route);
        }

        foreach (var route in file.PostHogRoutes)
        {
            Matchers(file, route);
            if (route.Route.Find("regex_priority_order") is { } entry)
            {
                file.Tell(
                    PomeriumFindingRules.PriorityIgnored,
                    route,
                    entry.Key.Range,
                    "regex_priority_order has no effect in a file. Pomerium tries a file's routes in the order they are written.",
                    "Move the route to its place and remove the key.",
                    RouteEdits.Remove(file.Configuration, route.Route, entry));
            }
        }
    }

    private static void FileKeys(CheckedFile file)
    {
        foreach (var entry in file.Configuration.Root.Entries)
        {
            var name = entry.Name.ToLowerInvariant();
            if (RemovedFromFile.Contains(name) && ViperSettings.Kept(entry.Value) is not null && !(name == "policy_file" && entry.Scalar is { Value: "" }))
            {
                file.Tell(
                    PomeriumFindingRules.RemovedKey,
                    entry.Name,
                    entry.Key.Range,
                    $"'{entry.Name}' was removed from Pomerium, which does not load a file that has it.",
                    "Remove it. Pomerium's upgrade notes name the replacement.",
                    RouteEdits.RemoveFrom(file.Configuration.Text, file.Configuration.Root, entry));
            }
            else if (!GlobalKeys.TryGet(name, out _) && Spelling.Closest(name, GlobalKeys.All) is { } meant)
            {
                file.Tell(
                    PomeriumFindingRules.UnknownKey,
                    entry.Name,
                    entry.Key.Range,
                    $"Pomerium does not know the key '{entry.Name}' and ignores it.",
                    $"Did you mean '{meant}'?",
                    Renamed(file, file.Configuration.Root, entry, meant));
            }
        }

        if (file.PostHogRoutes.Count > 0
            && file.Configuration.Root.Find("policy") is { } older
            && file.Routes.Any(route => route.Route.List == "policy") && file.Routes.Any(route => route.Route.List == "routes"))
        {
            file.Tell(
                PomeriumFindingRules.MixedLists,
                older.Name,
                older.Key.Range,
                "The file has routes below policy: and below routes:. Pomerium tries those below policy: first, wherever the key is in the file.",
                "Put all of them below routes:, in the order in which Pomerium tries them.");
        }
    }

    private static void RouteKeysOf(CheckedFile file, CheckedRoute route)
    {
        foreach (var entry in route.Route.Node.Entries)
        {
            var name = entry.Name.ToLowerInvariant();
            if (RouteKeys.TryGet(name, out _))
            {
                continue;
            }

            if (route.Route.List == "routes" && RemovedFromRoutes.Contains(name))
            {
                file.Tell(
                    PomeriumFindingRules.RemovedKey,
                    route,
                    entry.Key.Range,
                    $"'{entry.Name}' was removed from Pomerium, which does not load a file that has it.",
                    "Write a policy instead.",
                    RouteEdits.Remove(file.Configuration, route.Route, entry));
            }
            else if (!name.StartsWith("x-", StringComparison.Ordinal) && route.MentionsPostHog)
            {
                Unknown(file, route, entry);
            }
        }
    }

    private static void Unknown(CheckedFile file, CheckedRoute route, MappingEntry entry)
    {
        var meant = RouteKeys.Meant(entry.Name);
        if (meant is not null && route.Route.Find(meant) is not null)
        {
            meant = null;
        }

        file.Tell(
            PomeriumFindingRules.UnknownKey,
            route,
            entry.Key.Range,
            $"Pomerium does not know the key '{entry.Name}' in a route and ignores it.",
            meant is null ? "Remove it." : $"Did you mean '{meant}'?",
            meant is null ? RouteEdits.Remove(file.Configuration, route.Route, entry) : Renamed(file, route.Route.Node, entry, meant));
    }

    private static IReadOnlyList<TextEdit> Renamed(CheckedFile file, MappingNode mapping, MappingEntry entry, string name) =>
        mapping.Find(name) is null && !entry.IsMerged ? RouteEdits.Replace(entry.Key, name, file.Configuration) : [];

    private static void Matchers(CheckedFile file, CheckedRoute route)
    {
        var written = Matching.Where(name => route.Route.Text(name) is not null).ToList();
        if (written.Count < 2)
        {
            return;
        }

        var ignored = route.Route.Find(written[1])!;
        file.Tell(
            PomeriumFindingRules.SeveralMatchers,
            route,
            ignored.Key.Range,
            $"A route uses only one of regex, path and prefix. Here it's '{written[0]}', so '{string.Join("' and '", written.Skip(1))}' has no effect.",
            $"Keep only '{written[0]}', or write two routes.",
            [.. written.Skip(1).SelectMany(name => RouteEdits.Remove(file.Configuration, route.Route, route.Route.Find(name)))]);
    }
}
