using PostHogProxy.Pomerium.Checks.Edits;
using PostHogProxy.Pomerium.Reading;
using PostHogProxy.Pomerium.Routing;
using PostHogProxy.Pomerium.Values;
using PostHogProxy.Rules.Findings;

namespace PostHogProxy.Pomerium.Checks;

/// <summary>E015 from, to and weights of every route; E020 reserved paths, W035 http and unverified upstreams, W045 http in from, I064.</summary>
internal static class AddressChecks
{
    public static void Run(CheckedFile file)
    {
        foreach (var route in file.Routes)
        {
            From(file, route);
            To(file, route);
        }

        foreach (var route in file.PostHogRoutes)
        {
            PlainHttp(file, route);
            Reserved(file, route);
        }

        AuthenticateHost(file);
    }

    private static void From(CheckedFile file, CheckedRoute route)
    {
        if (route.Route.FromText is not { } from)
        {
            if (!IsMisspelt(file, route, "from"))
            {
                file.Tell(PomeriumFindingRules.BadAddress, route, route.Route.Place, "The route has no from. Pomerium does not load the file.", "Write from: with the URL that visitors use.");
            }

            return;
        }

        var url = PomeriumUrl.Parse(from.Value, out var problem);
        if (url is null)
        {
            var withScheme = problem == "has no scheme such as https://" ? PomeriumUrl.Parse("https://" + from.Value, out _) : null;
            file.Tell(
                PomeriumFindingRules.BadAddress,
                route,
                from.Range,
                $"The from '{OneLine(from.Value)}' {problem}. Pomerium does not load the file.",
                withScheme is null ? "Write a URL such as https://e.example.com." : $"Write https://{from.Value}.",
                withScheme is null ? null : RouteEdits.Replace(from, "https://" + from.Value, file.Configuration));
        }
        else if (url.IsHttp && url.Path is not ("" or "/"))
        {
            var bare = $"{url.Scheme}://{url.Authority}";
            var isMatched = route.Route.Prefix is not null || route.Route.Path is not null || route.Route.Regex is not null;
            var edits = RouteEdits.Replace(from, bare, file.Configuration);
            file.Tell(
                PomeriumFindingRules.BadAddress,
                route,
                from.Range,
                $"The from '{from.Value}' has a path. Pomerium does not load the file.",
                isMatched ? $"Write {bare}." : $"Write {bare}, and the path as prefix: {url.Path}.",
                isMatched ? edits : [.. edits, .. RouteEdits.Add(file.Configuration, route.Route, "prefix", url.Path)]);
        }
    }

    private static void To(CheckedFile file, CheckedRoute route)
    {
        var targets = route.Route.Targets;
        if (targets.Count == 0)
        {
            if (route.Route.Find("redirect") is null && route.Route.Find("response") is null && !IsMisspelt(file, route, "to"))
            {
                file.Tell(
                    PomeriumFindingRules.BadAddress,
                    route,
                    route.Route.Find("to")?.Range ?? route.Route.Place,
                    "The route needs one of to, redirect and response. Pomerium does not load the file.",
                    "Write to: with the URL of the upstream.");
            }

            return;
        }

        foreach (var target in targets.Where(target => target.Problem is not null))
        {
            file.Tell(
                PomeriumFindingRules.BadAddress,
                route,
                target.Range,
                $"The to '{OneLine(target.Text)}' {target.Problem}. Pomerium does not load the file.",
                "Write a URL such as https://app.internal:8080, and a weight of 1 or more after a comma if there are several.");
        }

        if (targets.Any(target => target.Weight > 0) && targets.FirstOrDefault(target => target.Weight == 0) is { Problem: null } bare)
        {
            file.Tell(
                PomeriumFindingRules.BadAddress,
                route,
                bare.Range,
                "Some of the upstreams have a weight and some have none. Pomerium does not load the file.",
                "Give each of them a weight, or none.");
        }
    }

    // One mistake: the key is there under a name Pomerium does not know, which W040 tells of routes that mention PostHog.
    private static bool IsMisspelt(CheckedFile file, CheckedRoute route, string key) =>
        file.Told(PomeriumFindingRules.UnknownKey, route) && route.IsMiswritten(key);

    private static void PlainHttp(CheckedFile file, CheckedRoute route)
    {
        if (route.Route.From is { Scheme: "http" } from)
        {
            file.Tell(
                PomeriumFindingRules.PlainFrom,
                route,
                route.Route.FromText!.Range,
                "Pomerium serves HTTPS only. It treats 'http' in from as 'https' and logs a warning.",
                $"Write https://{from.Authority}.",
                RouteEdits.Replace(route.Route.FromText!, $"https://{from.Authority}{from.Path}", file.Configuration));
        }

        foreach (var target in route.Route.Targets.Where(target => target.IsPostHog && target.Url!.Scheme == "http"))
        {
            file.Tell(
                PomeriumFindingRules.Unverified,
                route,
                target.Range,
                $"Pomerium sends visitors' events to {target.Url!.Host} without TLS.",
                "Write https.",
                [new(Inner(file, target), target.Text.Insert(4, "s"))]);
        }

        if (route.Route.IsSet("tls_skip_verify"))
        {
            var entry = route.Route.Find("tls_skip_verify")!;
            file.Tell(
                PomeriumFindingRules.Unverified,
                route,
                entry.Value.Range,
                "With tls_skip_verify, anybody between Pomerium and PostHog can read and change the events, and the scripts that come back.",
                "Remove it. PostHog's certificates need no exception.",
                RouteEdits.Replace(entry.Scalar!, "false", file.Configuration));
        }
    }

    // One host, one finding, at the first of its routes to PostHog.
    private static void AuthenticateHost(CheckedFile file)
    {
        foreach (var host in file.Table.Authenticate.Distinct())
        {
            if (file.PostHogRoutes.FirstOrDefault(route => route.Host == host) is not { } route)
            {
                continue;
            }

            file.Tell(
                PomeriumFindingRules.AuthenticateHost,
                route,
                route.Route.FromText!.Range,
                $"{host} is Pomerium's sign-in host. /, /robots.txt and the callback belong to Pomerium there, and so do its cookies.",
                "Give PostHog a host of its own.");
        }
    }

    private static string OneLine(string text) => text.Replace("\r", "\\r").Replace("\n", "\\n").Replace("\t", "\\t");

    private static TextRange Inner(CheckedFile file, RouteTarget target)
    {
        var text = file.Configuration.Text.Substring(target.Range.Start, target.Range.Length);
        var at = text.IndexOf(target.Text, StringComparison.Ordinal);
        return at < 0 ? target.Range : new(target.Range.Start + at, target.Text.Length);
    }

    private static void Reserved(CheckedFile file, CheckedRoute route)
    {
        var entry = route.Match.Kind == MatchKind.Path ? route.Route.Find("path") : route.Route.Find("prefix");
        if (entry is not null && ReservedPaths.Contains(route.Match, route.Host, file.Table, file.Configuration))
        {
            file.Tell(
                PomeriumFindingRules.ReservedPath,
                route,
                entry.Value.Range,
                $"Pomerium itself answers '{route.Match.Value}' on every host. The route never gets a request.",
                "Choose another path.");
        }
    }
}
