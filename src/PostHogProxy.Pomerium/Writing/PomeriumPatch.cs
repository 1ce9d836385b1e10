using PostHogProxy.Pomerium.Checks;
using PostHogProxy.Pomerium.Checks.Edits;
using PostHogProxy.Pomerium.Policies;
using PostHogProxy.Pomerium.Reading;
using PostHogProxy.Pomerium.Routing;
using PostHogProxy.Rules.Findings;

namespace PostHogProxy.Pomerium.Writing;

/// <param name="Text">The patched file; the file as it was where there is a problem or nothing to do.</param>
/// <param name="Problem">Why nothing was changed; null where the routes are in.</param>
internal sealed record PatchResult(string Text, Finding? Problem);

/// <summary>Puts the routes into a Core file where they are reached, and keeps everything else byte for byte.</summary>
internal static class PomeriumPatch
{
    public static PatchResult Apply(string text, ProxyDescription proxy, CancellationToken ct = default)
    {
        if (proxy.Problem is { } wrong)
        {
            return Refused(text, wrong, "Nothing was changed.");
        }

        var before = PomeriumConfiguration.Read(text, ct: ct);
        if (before.ReadingFindings.FirstOrDefault(finding => finding.Id == PomeriumFindingRules.Unreadable.Id) is { } unreadable)
        {
            return new(text, unreadable);
        }

        if (before.IsZero)
        {
            return Refused(text, "The file is of Pomerium Zero, which takes no file.", "Use the Terraform resources or the console's fields.");
        }

        var routes = ProxyRoutes.Of(proxy);
        if (routes.All(route => IsServed(before, proxy, route)))
        {
            return new(text, null);
        }

        var host = proxy.Host!.ToLowerInvariant();
        var own = before.Routes.FirstOrDefault(route => RouteHost.Of(route) is { } found && found.ToString() == host);
        if (own is not null && proxy.Base.Length == 0)
        {
            return Refused(text, $"The host {host} has routes already, the first is {own.Label}.", "Take another host, or give a path under this one.");
        }

        var edits = own is not null ? RouteMoves.Insert(before, own, behind: false, routes.Select(route => route.Keys))
            : before.Routes.Count > 0 ? RouteMoves.Insert(before, before.Routes[before.Routes.Count - 1], behind: true, routes.Select(route => route.Keys))
            : before.Root.Find("routes") is null && !before.Root.IsFlow ? [new(new(text.Length, 0), NewList(text, proxy))]
            : [];
        var patched = TextEdit.Apply(text, edits);
        var after = PomeriumConfiguration.Read(patched, ct: ct);
        if (NewProblem(before, after) is { } caused)
        {
            return new(text, caused);
        }

        return edits.Count > 0 && after.Routes.Count == before.Routes.Count + routes.Count && routes.All(route => IsServed(after, proxy, route))
            ? new(patched, null)
            : Refused(text, "There is no place in the file where whole lines could be added safely.", "Paste the routes by hand, before the other routes of the host.");
    }

    // Counted by rule: the labels in the messages change with the places of the routes.
    private static Finding? NewProblem(PomeriumConfiguration before, PomeriumConfiguration after)
    {
        var known = PomeriumChecks.Of(before).GroupBy(finding => finding.Id).ToDictionary(group => group.Key, group => group.Count());
        return PomeriumChecks.Of(after).Where(finding => finding.IsProblem).GroupBy(finding => finding.Id)
            .FirstOrDefault(group => !known.TryGetValue(group.Key, out var count) || group.Count() > count)?.First();
    }

    // Judged by what comes of a request, so routes written by hand count as well.
    private static bool IsServed(PomeriumConfiguration configuration, ProxyDescription proxy, ProxyRoute route)
    {
        var asked = (route.Prefix ?? "/") + "x";
        var sent = route.PrefixRewrite is null ? asked : route.PrefixRewrite + "x";
        var explained = Explain.Of(configuration, new(proxy.From + asked));
        return explained.Outcome == Outcome.Through && explained.Upstream == route.To + sent;
    }

    private static string NewList(string text, ProxyDescription proxy)
    {
        var end = Lines.Break(text);
        var lines = CoreWriter.Routes(proxy).Replace("\n", end);
        return text.Length == 0 || text[text.Length - 1] == '\n' ? lines : end + lines;
    }

    private static PatchResult Refused(string text, string message, string fix) =>
        new(text, PomeriumFindingRules.MissingRoute.Say(message, "the file", fix));
}
