using PostHogProxy.Rules.Client;
using PostHogProxy.Rules.Findings;
using PostHogProxy.Rules.Hosts;
using static PostHogProxy.Rules.Judging.ClientFindingRules;

namespace PostHogProxy.Rules.Judging;

/// <summary>
/// What is wrong with <c>asset_host</c> and <c>flags_api_host</c> (PHX2010). Both are derived from <c>api_host</c> where they are missing, so
/// leaving them out is right everywhere. Only an address of PostHog Cloud is judged: on one's own site one may keep copies of the scripts.
/// </summary>
internal static class OtherHostRules
{
    public static Finding? Judge(string name, ClientSetting setting, ClientAddress api, ProxiesOfClient proxies, string where)
    {
        var own = ClientAddress.Of(setting, name);
        if (!own.IsPostHog || own.Host.Kind == HostKind.Website || (proxies.MayBeSelfHosted && !api.IsPostHog))
        {
            return null;
        }

        // Another proxy than the app's own may stand in front of this client.
        var isElsewhere = (api.IsForeignUrl || api.IsPath) && !proxies.HasMatch && !(api.IsPath && proxies.AreAllKnown && !proxies.IsTaken(api));
        var sdks = api.IsAbsent && !proxies.Cloud.Any() ? ApiHostRules.Default.Region : (PostHogRegion?)null;
        var home = proxies.HasMatch ? proxies.Region : api.Host.Region ?? (isElsewhere ? null : proxies.RegionOfAll) ?? sdks;
        var what = own.Host.Region is { } region && home is { } known && region != known
            ? $"is of region {ProxiesOfClient.Name(region)}, but the client's events are sent to {ProxiesOfClient.Name(known)}. A project exists in one region only"
            : !isElsewhere && proxies.Cloud.Any()
                ? "goes straight to PostHog, although a proxy is mapped. Blockers stop these requests"
                : null;
        return what is null
            ? null
            : OtherHost.Say($"{name} {own.Shown} {what}.", where, $"Remove {name}: the SDK derives it from api_host.") with { Range = setting.Range };
    }
}
