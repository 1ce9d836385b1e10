using System.Globalization;
using PostHogProxy.Rules.Hosts;

namespace PostHogProxy.Rules.Settings;

/// <summary>What a value that can be read must also be; null where it is.</summary>
internal static class SettingLimits
{
    // A longer wait serves nobody, and "5" without colons, read as five days elsewhere, shows itself.
    private static readonly TimeSpan LongestTimeout = TimeSpan.FromHours(1);

    private const long LeastMemory = 65_536;

    private static readonly TimeSpan LongestPeriod = TimeSpan.FromDays(365);

    public static string? Bytes(string name, long value) => value > 0
        ? null
        : $"{name} is {value.ToString(CultureInfo.InvariantCulture)}. It must be above 0 bytes; 67108864 is 64 MiB.";

    // With less no script has room, and each request for one would be sent twice: for the cache, in vain, and for the visitor.
    public static string? Memory(string name, long value) => value >= LeastMemory
        ? null
        : $"{name} is {value.ToString(CultureInfo.InvariantCulture)}. It must be at least {LeastMemory.ToString(CultureInfo.InvariantCulture)} bytes, "
            + "so that a script fits; 67108864 is 64 MiB. To turn the cache off, set AssetCache:Enabled to false.";

    public static string? Count(string name, int? value) => value is not <= 0
        ? null
        : $"{name} is {value.Value.ToString(CultureInfo.InvariantCulture)}. It must be above 0, or null for no limit.";

    public static string? Timeout(string name, TimeSpan value) => value > TimeSpan.Zero && value <= LongestTimeout
        ? null
        : $"{name} is {value.ToString("c", CultureInfo.InvariantCulture)}. It must be above zero and at most one hour, such as 00:00:05.";

    public static string? Period(string name, TimeSpan value) => value >= TimeSpan.Zero && value <= LongestPeriod
        ? null
        : $"{name} is {value.ToString("c", CultureInfo.InvariantCulture)}. It must be zero or above and at most 365 days, such as 1.00:00:00 for a day.";

    public static string? Origin(string name, Uri? origin)
    {
        if (origin is null)
        {
            return null;
        }

        if (!origin.IsAbsoluteUri || (origin.Scheme != Uri.UriSchemeHttps && origin.Scheme != Uri.UriSchemeHttp))
        {
            return $"{name} is '{Shown(origin)}'. It must be an absolute http or https URL, such as https://posthog.shop.example.";
        }

        return origin.AbsolutePath == "/" && origin.Query.Length == 0 && origin.Fragment.Length == 0 && origin.UserInfo.Length == 0
            ? null
            : $"{name} must have scheme, host and port only. Write {Shown(origin)}.";
    }

    public static string? OriginRegion(string name, Uri? origin, PostHogRegion? region) =>
        region is not null && RegionOf(origin) is { } actual && actual != region
            ? $"{name} is '{Shown(origin!)}', a host of the region {actual}, but the other hosts are of {region}. PostHog would answer 200 and drop "
                + $"the events. Remove {name}, or set Region to {actual}."
            : null;

    /// <summary>What is wrong with the address of the PostHog that people sign in to, where it is one of PostHog Cloud's.</summary>
    public static string? UiHost(string name, Uri? host, PostHogRegion? region)
    {
        if (host is not { IsAbsoluteUri: true } || PostHogHost.Of(host.Host) is var known && known.Kind == HostKind.Foreign)
        {
            return null;
        }

        var right = (region ?? known.Region) is { } home
            ? $"https://{RegionHosts.Of(home).App}, or leave it out"
            : $"https://{RegionHosts.Us.App} or https://{RegionHosts.Eu.App}";
        return known.Kind != HostKind.App ? $"{name} is '{Shown(host)}', which is not the PostHog app that people sign in to. Write {right}."
            : region is not null && known.Region != region ? $"{name} is '{Shown(host)}', of the region {known.Region}, but the proxy sends to {region}. Write {right}."
            : null;
    }

    public static PostHogRegion? RegionOf(Uri? origin) => origin is { IsAbsoluteUri: true } ? PostHogHost.Of(origin.Host).Region : null;

    // A password in a URL belongs in no message and no log.
    private static string Shown(Uri origin) =>
        origin.IsAbsoluteUri ? origin.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped) : origin.OriginalString;
}
