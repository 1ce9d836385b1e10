using PostHogProxy.Pomerium.Checks;
using PostHogProxy.Pomerium.Checks.Edits;
using PostHogProxy.Pomerium.FileKinds;
using PostHogProxy.Pomerium.Reading;
using PostHogProxy.Pomerium.Routing;
using PostHogProxy.Rules.Findings;

namespace PostHogProxy.Pomerium.Writing;

/// <param name="Text">The patched file; the file as it was where there is a problem or nothing to do.</param>
/// <param name="Problem">Why nothing was changed, at its place in the file; null where the routes are in.</param>
internal sealed record PatchResult(string Text, Finding? Problem)
{
    /// <summary>What a check of the patched file still says: what was there before and is not the patch's to change.</summary>
    public IReadOnlyList<Finding> Left { get; init; } = [];
}

/// <summary>
/// Puts the routes into a Core file where they are reached, and keeps everything else byte for byte. A route that is there already, but
/// behind one that takes its requests, moves before that one: so nothing changes for any path that is not PostHog's.
/// </summary>
internal static class PomeriumPatch
{
    public static PatchResult Apply(string text, ProxyDescription proxy, CancellationToken ct = default)
    {
        if (proxy.Problem is { } wrong)
        {
            return Refused(text, wrong, "Correct it and patch again.");
        }

        var before = PomeriumConfiguration.Read(text, ct: ct);
        if (before.ReadingFindings.FirstOrDefault(finding => finding.Id == PomeriumFindingRules.Unreadable.Id) is { } unreadable)
        {
            return new(text, unreadable);
        }

        if (before.IsZero)
        {
            return Refused(text, "The file is an export of Pomerium Zero. Zero can't read a file.", "Use the Terraform resources or the console's fields.");
        }

        if (before.Foreign is { } foreign)
        {
            return Foreign(text, foreign);
        }

        if (HostSpelling.In(before, proxy, out var otherPort) is { } spelling)
        {
            proxy = proxy with { Spelling = spelling };
        }
        else if (otherPort is { } other)
        {
            return Refused(
                text,
                $"{other.Label} has the host with another port, {other.From!.Authority}. Routes for {proxy.Host} get no request for that port.",
                $"Give the host with its port: --host {other.From.Authority}.",
                other.FromText!.Range);
        }

        // What is there of the set-up is put right first, so that the check of the result has nothing to say of it.
        var original = before;
        before = OwnRoutes.Mended(before, proxy, ct);
        var after = before;
        List<ProxyRoute> missing = [];
        foreach (var route in ProxyRoutes.Of(proxy))
        {
            var place = RoutePlace.Of(after, proxy, route);
            if (place.Hidden is { } hidden && RouteMoves.Before(after, hidden, place.Taking!) is { Count: > 0 } move)
            {
                after = PomeriumConfiguration.Read(TextEdit.Apply(after.Text, move), ct: ct);
                place = RoutePlace.Of(after, proxy, route);
            }

            if (place.IsMissing)
            {
                missing.Add(route);
            }
            else if (!place.IsServed)
            {
                return Taken(original, before, proxy, route);
            }
        }

        if (TakenHost(before, proxy, missing) is { } own)
        {
            return HostTaken(original, original.Routes[own.Index]);
        }

        if (missing.Count > 0 && Wildcard(before, proxy) is { } wildcard)
        {
            return Refused(
                original.Text,
                $"With these routes, the file would have a new problem. PHX4042: With routes of its own, {proxy.Host} no longer uses {wildcard.Label} ({wildcard.From!.Host}). Every other path of the host is answered with 404.",
                $"Write a route for the app with from: {proxy.From} first, or choose a host that only PostHog uses.");
        }

        if (missing.Count > 0)
        {
            after = PomeriumConfiguration.Read(TextEdit.Apply(after.Text, NewPlaces.For(after, proxy, missing)), ct: ct);
        }

        var result = Judge(before, after, proxy, missing.Count);
        return result.Problem is null
            ? result with { Left = [.. PomeriumChecks.Of(after).Where(finding => finding.IsProblem)] }
            : result with { Text = original.Text };
    }

    private static PatchResult Foreign(string text, ForeignFile file)
    {
        var inside = file.Configurations.Count == 0
            ? "It contains no routes of Pomerium."
            : $"The configuration inside begins below {string.Join(" and ", file.Configurations.Select(configuration => configuration.Where).Distinct().Take(3))}{Line(text, file.Configurations[0])}.";
        return Refused(
            text,
            $"The file is {file.What}, which Pomerium does not read itself. {inside}",
            "Patch Pomerium's own file, or paste the routes there that posthog-proxy pomerium generate prints.",
            file.Place);
    }

    private static string Line(string text, EmbeddedConfiguration inside)
    {
        var at = inside.Places.ToOuter(inside.Configuration.Root.Entries.Count > 0 ? inside.Configuration.Root.Entries[0].Key.Range : new(0, 0)).Start;
        return $" (line {text.Take(at).Count(c => c == '\n') + 1})";
    }

    private static PatchResult Judge(PomeriumConfiguration before, PomeriumConfiguration after, ProxyDescription proxy, int added)
    {
        if (ReferenceEquals(before, after))
        {
            return new(before.Text, null);
        }

        if (!SameRoutes.But(added, before, after))
        {
            return Refused(
                before.Text,
                "There is no place in the file where whole lines could be added safely.",
                $"Paste the routes by hand, before the other routes of {proxy.Host}.");
        }

        if (NewProblem(before, after) is { } caused)
        {
            return Refused(before.Text, $"With these routes, the file would have a new problem. {caused.Id}: {caused.Message}", caused.Fix ?? "");
        }

        return ProxyRoutes.Of(proxy).FirstOrDefault(route => !RoutePlace.Of(after, proxy, route).IsServed) is { } lost
            ? Refused(before.Text, $"Requests for {lost.From}{lost.Prefix} wouldn't reach {lost.To}: {Explain.Of(after, RoutePlace.Asked(lost)).Why}", "Choose another host or path.")
            : new(after.Text, null);
    }

    // Counted by rule: the labels in the messages change with the places of the routes.
    private static Finding? NewProblem(PomeriumConfiguration before, PomeriumConfiguration after)
    {
        var known = PomeriumChecks.Of(before).GroupBy(finding => finding.Id).ToDictionary(group => group.Key, group => group.Count());
        return PomeriumChecks.Of(after).Where(finding => finding.IsProblem).GroupBy(finding => finding.Id)
            .FirstOrDefault(group => !known.TryGetValue(group.Key, out var count) || group.Count() > count)?.First();
    }

    // The places are those of the file as it is: putting right adds no route and moves none.
    private static PatchResult Taken(PomeriumConfiguration original, PomeriumConfiguration before, ProxyDescription proxy, ProxyRoute route)
    {
        var written = original.Routes[RoutePlace.Of(before, proxy, route).Written!.Index];
        return route.Prefix is null && !written.IsPostHog ? HostTaken(original, written) : Refused(
            original.Text,
            $"{written.Label} already is a route for {route.From}{route.Prefix ?? "/"} that does something else: {Explain.Of(before, RoutePlace.Asked(route)).Why}",
            $"It should lead to {route.To}{(route.PrefixRewrite is null ? "" : $" with prefix_rewrite: {route.PrefixRewrite}")}, open to everybody. Correct it, remove it and patch again, or choose another path.",
            written.Place);
    }

    private static PatchResult HostTaken(PomeriumConfiguration before, PomeriumRoute own) =>
        Refused(before.Text, $"{own.Label} already has the host {own.From!.Host}.", "Choose another host, or give a path under this one.", own.Place);

    // Under a path the rest of the host is the app's: an exact host would take all of it from a wildcard.
    private static PomeriumRoute? Wildcard(PomeriumConfiguration before, ProxyDescription proxy)
    {
        var table = new RouteTable(before);
        var routes = proxy.Base.Length == 0 ? [] : table.RoutesOf(new(proxy.From + "/"), out var found) is var all && found is null ? all : [];
        return routes.FirstOrDefault(entry => !entry.IsConnect)?.Route;
    }

    // A whole host is PostHog's or the app's; routes to PostHog there are the beginning of the same set-up.
    private static PomeriumRoute? TakenHost(PomeriumConfiguration before, ProxyDescription proxy, List<ProxyRoute> missing) =>
        missing.Exists(route => route.Prefix is null) ? before.Routes.FirstOrDefault(route => RoutePlace.HasHost(route, proxy) && (proxy.App is not null || !route.IsPostHog)) : null;

    private static PatchResult Refused(string text, string message, string fix, TextRange? range = null) =>
        new(text, PomeriumFindingRules.NotPatched.Say(message + " Nothing was changed.", "the file", fix) with { Range = range });
}
