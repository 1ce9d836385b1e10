using PostHogProxy.Rules.Findings;
using PostHogProxy.Rules.Hosts;
using PostHogProxy.Rules.Settings;

namespace PostHogProxy.Rules.Judging;

/// <summary>
/// PHX3001 to PHX3003: section <c>PostHog</c>, which PostHog's .NET SDK reads. Its option is <c>HostUrl</c>; it takes a URL without a path, because
/// it puts its own in the path's place.
/// </summary>
internal static class ServerSdkRules
{
    private const string HostUrl = "PostHog:HostUrl";
    private const string Host = "PostHog:Host";

    /// <param name="file">The settings file.</param>
    /// <param name="proxies">The proxies of the app.</param>
    /// <param name="allProxiesKnown">Whether there are surely no others.</param>
    /// <param name="hostIsRead">Whether something of the app's own may read <c>PostHog:Host</c>.</param>
    public static IEnumerable<Finding> Judge(SettingsFile file, IReadOnlyList<MappedProxy> proxies, bool allProxiesKnown, bool hostIsRead)
    {
        if (file.Find(HostUrl) is { Value: { } url } entry)
        {
            var finding = Prefixed(entry, url, proxies) ?? (allProxiesKnown ? OtherRegion(entry, url, proxies) : null);
            if (finding is not null)
            {
                yield return finding with { Where = file.Name };
            }
        }
        else if (!hostIsRead && file.Find(Host) is { Value: { } host } unread)
        {
            yield return SettingsFindingRules.UnreadHost.Say(
                $"PostHog's .NET SDK does not read PostHog:Host; its option is HostUrl. {WithoutHostUrl(host)}",
                file.Name,
                "Write \"HostUrl\".") with
            {
                Range = unread.KeyRange,
                Replacement = Named(unread),
            };
        }
    }

    private static string WithoutHostUrl(string host) => PostHogHost.OfUrl(host) is { Kind: HostKind.Ingest, Region: PostHogRegion.Us }
        ? $"It sends to {RegionHosts.Us.Ingest} only because that is its default."
        : $"Without that it sends to {RegionHosts.Us.Ingest}, not to '{host}'.";

    private static Finding? Prefixed(SettingsEntry entry, string url, IReadOnlyList<MappedProxy> proxies)
    {
        var path = PathOf(url);
        var what = path == url ? $"takes an absolute URL only, and sends to {RegionHosts.Us.Ingest}" : "drops the path and sends to the app itself";
        return proxies.FirstOrDefault(proxy => IsAt(proxy, path)) is { } proxy
            ? SettingsFindingRules.PrefixedProxy.Say(
                $"PostHog:HostUrl is '{url}', the path of the PostHog proxy, but the .NET SDK {what}.",
                "",
                proxy.Region is { } region
                    ? $"A server needs no proxy. Write \"https://{RegionHosts.Of(region).Ingest}\"."
                    : "A server needs no proxy. Write the address of PostHog itself.") with
            {
                Range = entry.Json.Range,
                Replacement = proxy.Region is { } known ? $"\"https://{RegionHosts.Of(known).Ingest}\"" : null,
            }
            : null;
    }

    private static Finding? OtherRegion(SettingsEntry entry, string url, IReadOnlyList<MappedProxy> proxies)
    {
        if (PostHogHost.OfUrl(url).Region is not { } region || proxies.Count == 0 || proxies.Any(proxy => proxy.Region is null || proxy.Region == region))
        {
            return null;
        }

        var right = proxies[0].Region!.Value;
        var write = $"\"https://{RegionHosts.Of(right).Ingest}\"";
        return SettingsFindingRules.OtherRegion.Say(
            $"PostHog:HostUrl is '{url}', of the region {region}, but the proxy sends the browser's events to {right}. "
            + "PostHog answers 200 to events of the other region's projects and drops them, so one of the two loses its events.",
            "",
            $"Write {write}, or give the proxy the region {region}.") with
        {
            Range = entry.Json.Range,
            Replacement = write,
        };
    }

    private static bool IsAt(MappedProxy proxy, string path) =>
        proxy.Path is { Length: > 1 } mapped && string.Equals(path.TrimEnd('/'), mapped, StringComparison.OrdinalIgnoreCase);

    // To Uri a path is an absolute address on Linux, a file's, and none on Windows.
    private static string PathOf(string url) =>
        url.Length > 0 && url[0] == '/' ? url
        : Uri.TryCreate(url, UriKind.Absolute, out var absolute) && PostHogHost.Of(absolute.Host).Kind == HostKind.Foreign ? absolute.AbsolutePath
        : "";

    // "PostHog:Host" may be one flat key, or the last of nested ones.
    private static string Named(SettingsEntry entry) => entry.KeyRange.Length > Host.Length ? $"\"{HostUrl}\"" : "\"HostUrl\"";
}
