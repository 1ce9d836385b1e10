using PostHogProxy.Rules.Findings;
using PostHogProxy.Rules.Hosts;
using static PostHogProxy.Rules.Judging.ClientFindingRules;

namespace PostHogProxy.Rules.Judging;

/// <summary>
/// What is wrong with <c>api_host</c>; one finding at most. An address of another region than the proxies (PHX2002) comes before one that
/// goes around them (PHX2005), and that before a legacy name (PHX2007): the same new value cures them all. A path that is no proxy's,
/// and a host without a scheme, is PHX2006, before all of them.
/// </summary>
internal static class ApiHostRules
{
    /// <summary>What posthog-js takes where <c>api_host</c> is missing.</summary>
    public static readonly RegionHosts Default = RegionHosts.Us;

    public static Finding? Judge(ClientAddress api, ClientAddress ui, ProxiesOfClient proxies, TextRange callee, string where)
    {
        if (api.IsPath)
        {
            return JudgePath(api, proxies, where);
        }

        if (JudgeWithoutScheme(api, proxies, where) is { } withoutScheme)
        {
            return withoutScheme;
        }

        if (!api.IsPostHog && !api.IsAbsent)
        {
            return null;
        }

        if (!proxies.Cloud.Any())
        {
            return JudgeName(api, where);
        }

        var region = api.Host.Region;
        var isOther = api.IsPostHog && region is not null && proxies.AreAllKnown && !proxies.Cloud.Any(proxy => proxy.Region is null || proxy.Region == region);
        var target = proxies.AddressFor(isOther || api.IsAbsent ? null : region);
        var home = isOther || api.IsAbsent ? proxies.RegionOfAll : region;
        var subject = api.IsAbsent ? $"{api.Name} is missing, so the SDK sends to {Default.IngestOrigin.Host}" : $"{api.Name} {api.Shown}";
        var value = target ?? (isOther && home is { } known ? $"https://{RegionHosts.Of(known).Ingest}" : null);
        var fix = Fix(api, value, ui.IsAbsent && target is not null ? home : null);
        var finding = isOther
            ? OtherRegionThanProxy.Say(
                $"{subject} is of region {ProxiesOfClient.Name(region!.Value)}, but no mapped proxy sends there. PostHog answers 200 to events of a "
                + "project of the other region and drops them.",
                where,
                $"{fix} Look in PostHog which region the project is in.")
            : GoesAroundTheProxy.Say(
                $"{subject}{(api.IsAbsent ? " and bypasses the mapped proxy" : " sends events straight to PostHog, although a proxy is mapped")}{At(target)}. Blockers stop these requests.",
                where,
                fix);
        return finding with { Range = api.IsAbsent ? callee : api.Setting.Range, Replacement = api.IsAbsent || api.Setting.IsComposed ? null : value };
    }

    private static string At(string? target) => target is null ? "" : $" at '{target}'";

    private static string Fix(ClientAddress api, string? value, PostHogRegion? uiHost)
    {
        var written = value is null ? "the path of the proxy" : $"'{value}'";
        var ui = uiHost is { } region ? $" and add ui_host: 'https://{RegionHosts.Of(region).App}'" : "";
        return api.IsAbsent ? $"Add {api.Name}: {written}{ui}." : $"Write {written}{ui}.";
    }

    /// <summary>Only where every proxy is known: behind a path may stand a rewrite of a web server in front, or a proxy we cannot read.</summary>
    private static Finding? JudgePath(ClientAddress api, ProxiesOfClient proxies, string where)
    {
        if (!proxies.AreAllKnown || proxies.HasMatch || proxies.IsTaken(api))
        {
            return null;
        }

        var target = proxies.AddressFor(null);
        var fix = target is null ? "Write the path of the proxy that this client should use." : $"Write '{target}'.";
        return PathIsNoProxy.Say(
            $"{api.Name} {api.Shown} isn't the path of a mapped proxy. The app answers 4xx there, the SDK doesn't retry, and the events are lost.",
            where,
            fix) with
        {
            Range = api.Setting.Range,
            Replacement = api.Setting.IsComposed ? null : target,
        };
    }

    /// <summary>
    /// The SDK appends its paths to the value (request-router of posthog-js), so to the browser a host without a scheme is a path, and the host
    /// before a port is a scheme.
    /// </summary>
    private static Finding? JudgeWithoutScheme(ClientAddress api, ProxiesOfClient proxies, string where)
    {
        if (!api.IsKnown || api.HasScheme || !(api.IsPostHog || proxies.HasMatch))
        {
            return null;
        }

        var value = api.Setting.Value!.Trim();
        var meant = proxies.HasMatch ? proxies.AddressOfMatch ?? "https://" + value.TrimEnd('/')
            : proxies.AddressFor(api.Host.Region) ?? proxies.AddressFor(null) ?? (api.Host.Region is { } region ? $"https://{RegionHosts.Of(region).Ingest}" : null);
        var what = value.IndexOf(':') > 0
            ? "takes what stands before the ':' for a scheme. No request reaches the app"
            : "takes it for a path relative to the page. The app answers 4xx there, the SDK doesn't retry";
        return PathIsNoProxy.Say(
            $"{api.Name} {api.Shown} has no https:// before it, so the browser {what}, and the events are lost.",
            where,
            meant is null ? UiHostRules.EitherRegion(static hosts => hosts.Ingest) : $"Write '{meant}'.") with
        {
            Range = api.Setting.Range,
            Replacement = api.Setting.IsComposed ? null : meant,
        };
    }

    /// <summary>The name of the application was the address for events too, before there were ingest hosts.</summary>
    private static Finding? JudgeName(ClientAddress api, string where)
    {
        if (api.IsAbsent || api.Host.Kind is not (HostKind.Legacy or HostKind.App))
        {
            return null;
        }

        var value = api.Host.Region is { } region ? $"https://{RegionHosts.Of(region).Ingest}" : null;
        return LegacyHost.Say(
            $"{api.Name} {api.Shown} is an old or internal host name. It isn't the address for events.",
            where,
            value is null ? UiHostRules.EitherRegion(static hosts => hosts.Ingest) : $"Write '{value}'.") with
        {
            Range = api.Setting.Range,
            Replacement = api.Setting.IsComposed ? null : value,
        };
    }
}
