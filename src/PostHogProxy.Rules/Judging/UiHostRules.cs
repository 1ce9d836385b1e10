using PostHogProxy.Rules.Findings;
using PostHogProxy.Rules.Hosts;
using static PostHogProxy.Rules.Judging.ClientFindingRules;

namespace PostHogProxy.Rules.Judging;

/// <summary>
/// What is wrong with <c>ui_host</c>; one finding at most. A legacy name (PHX2007) or what is no application (PHX2004) comes before its
/// region: the new value is of the right region anyway. The region of the proxy that the client talks to (PHX2002) comes before that of a
/// written api_host (PHX2001), and where api_host is already said to be of the wrong region, ui_host is not said to differ from it.
/// </summary>
internal static class UiHostRules
{
    public static Finding? Judge(ClientAddress api, ClientAddress ui, ProxiesOfClient proxies, Finding? aboutApi, string where)
    {
        if (ui.IsAbsent)
        {
            return JudgeMissing(api, proxies, where);
        }

        if (!ui.IsKnown || (proxies.MayBeSelfHosted && !api.IsPostHog))
        {
            return null;
        }

        var found = JudgeKind(api, ui, proxies, where) ?? JudgeRegion(api, ui, proxies, aboutApi, where);
        return found is null ? null : found with { Range = ui.Setting.Range, Replacement = ui.Setting.IsComposed ? null : found.Replacement };
    }

    /// <summary>"Write 'https://us…' or 'https://eu…'": for where the region is not known.</summary>
    public static string EitherRegion(Func<RegionHosts, string> host) =>
        $"Write 'https://{host(RegionHosts.Us)}' or 'https://{host(RegionHosts.Eu)}', whichever region the project is in.";

    private static Finding? JudgeKind(ClientAddress api, ClientAddress ui, ProxiesOfClient proxies, string where)
    {
        // The region of the proxies says more than the value that is wrong.
        var region = proxies.Region ?? (proxies.AreAllKnown ? proxies.RegionOfAll : null) ?? ui.Host.Region ?? api.Host.Region;
        if (ui.Host.Kind == HostKind.Legacy)
        {
            return Say(LegacyHost, $"ui_host {ui.Shown} is an old or internal host name. It isn't the PostHog app.", region, where);
        }

        var what = ui.Host.Kind switch
        {
            HostKind.App => ui.HasScheme ? null : "has no https://, so the browser takes it for a path on your own site",
            HostKind.Ingest => "takes events and is not the PostHog app",
            HostKind.Assets => "serves scripts and is not the PostHog app",
            HostKind.Website => "is not the PostHog app",

            // A foreign address may be a PostHog of the team's own, unless the client is known to talk to the cloud.
            _ when proxies.Region is null && api.Host.Region is null || IsLoopback(ui) => null,
            _ => "is not the PostHog app",
        };
        return what is null
            ? null
            : Say(UiHostIsNotTheApp, $"ui_host {ui.Shown} {what}. The toolbar and the links to recordings don't work.", region, where);
    }

    private static bool IsLoopback(ClientAddress ui) => !ui.IsPath && ui.Uri is { IsLoopback: true };

    private static Finding? JudgeRegion(ClientAddress api, ClientAddress ui, ProxiesOfClient proxies, Finding? aboutApi, string where)
    {
        if (ui.Host is not { Kind: HostKind.App, Region: { } own })
        {
            return null;
        }

        // A path that is no proxy's is a slip; the client means one of those there are.
        var isSlip = aboutApi?.Id == PathIsNoProxy.Id;
        if ((isSlip ? proxies.RegionOfAll : proxies.Region) is { } home)
        {
            var what = isSlip ? "every proxy of the app" : $"the proxy that {api.Name} {api.Shown} leads to";
            return own == home
                ? null
                : Say(
                    OtherRegionThanProxy,
                    $"ui_host {ui.Shown} is of region {ProxiesOfClient.Name(own)}, but {what} sends to {ProxiesOfClient.Name(home)}. One of the two is wrong.",
                    home,
                    where);
        }

        return api.Host.Region is not { } other || other == own || aboutApi?.Id == OtherRegionThanProxy.Id
            ? null
            : Say(
                RegionsDiffer,
                $"{api.Name} {api.Shown} is of region {ProxiesOfClient.Name(other)}, but ui_host {ui.Shown} is of region {ProxiesOfClient.Name(own)}. A project "
                + "is in one region. PostHog answers 200 to events of the other region and drops them.",
                other,
                where);
    }

    /// <summary>Behind a path of the own site there is no application; without ui_host the SDK takes the path for it.</summary>
    private static Finding? JudgeMissing(ClientAddress api, ProxiesOfClient proxies, string where)
    {
        if (!api.IsPath && !(api.IsForeignUrl && proxies.HasMatch))
        {
            return null;
        }

        var region = proxies.HasMatch ? proxies.Region : proxies.RegionOfAll;
        var fix = proxies.MayBeSelfHosted ? "Add ui_host with the address where you open your own PostHog."
            : region is { } known
            ? $"Add ui_host: 'https://{RegionHosts.Of(known).App}'."
            : $"Add ui_host: 'https://{RegionHosts.Us.App}' or ui_host: 'https://{RegionHosts.Eu.App}', whichever region the project is in.";
        return UiHostMissing.Say(
            $"{api.Name} {api.Shown} is a proxy, and ui_host is missing. The SDK expects the PostHog app at the proxy, so the toolbar and the "
            + "links to recordings don't work.",
            where,
            fix) with
        { Range = api.Setting.Range };
    }

    private static Finding Say(FindingRule rule, string message, PostHogRegion? region, string where)
    {
        var value = region is { } known ? $"https://{RegionHosts.Of(known).App}" : null;
        return rule.Say(message, where, value is null ? EitherRegion(static hosts => hosts.App) : $"Write '{value}'.") with { Replacement = value };
    }
}
