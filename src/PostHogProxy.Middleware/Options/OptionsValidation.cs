using System.Globalization;
using PostHogProxy.Rules.Hosts;
using PostHogProxy.Rules.Routes;

namespace PostHogProxy.Options;

/// <summary>What must hold before a proxy is mapped. Each problem names the setting, its value and the cure.</summary>
internal static class OptionsValidation
{
    // A longer wait serves nobody, and "5" without colons, read as five days elsewhere, shows itself.
    private static readonly TimeSpan LongestTimeout = TimeSpan.FromHours(1);

    public static IReadOnlyList<string> Problems(PostHogProxyOptions options)
    {
        var problems = new List<string>();
        void Check(string? problem)
        {
            if (problem is not null)
            {
                problems.Add(problem);
            }
        }

        Check(Path(options.Path));
        Check(Region(options));
        Check(Origin(nameof(options.IngestOrigin), options.IngestOrigin));
        Check(Origin(nameof(options.AssetsOrigin), options.AssetsOrigin));
        Check(OriginRegion(nameof(options.IngestOrigin), options.IngestOrigin, options.Region));
        Check(OriginRegion(nameof(options.AssetsOrigin), options.AssetsOrigin, options.Region ?? RegionOf(options.IngestOrigin)));
        Check(options.MaxRequestBodySize > 0
            ? null
            : $"MaxRequestBodySize is {options.MaxRequestBodySize.ToString(CultureInfo.InvariantCulture)}. It must be above 0 bytes; the default is 67108864 (64 MiB).");
        Check(Timeout(nameof(options.ConnectTimeout), options.ConnectTimeout));
        Check(Timeout(nameof(options.ResponseTimeout), options.ResponseTimeout));
        Check(Timeout(nameof(options.FlagsTimeout), options.FlagsTimeout));
        Check(options.MaxConcurrentRequests is not <= 0
            ? null
            : $"MaxConcurrentRequests is {options.MaxConcurrentRequests.Value.ToString(CultureInfo.InvariantCulture)}. It must be above 0, or null for no limit.");
        foreach (var token in options.ProjectTokens)
        {
            Check(ProjectToken.Problem(token) is { } problem ? "ProjectTokens: " + problem : null);
        }

        Check((options.Features & ~PostHogFeatures.All) == 0
            ? null
            : $"Features is {(int)options.Features}, which has bits of no feature. Combine the names of PostHogFeatures.");
        Check(Enum.IsDefined(options.ClientAddress)
            ? null
            : $"ClientAddress is {(int)options.ClientAddress}, which is none. Use ClientAddressMode.Forward, Truncate or Omit.");
        return problems;
    }

    private static string? Path(string? path) => path is null
        ? "Path is not set. Name the path in the call, MapPostHogProxy(\"/k3fw\", …), or in the section as \"Path\": \"/k3fw\"."
        : ProxyPath.Problem(path) is { } problem ? "Path: " + problem : null;

    private static string? Region(PostHogProxyOptions options) => options.Region switch
    {
        PostHogRegion.Us or PostHogRegion.Eu => null,
        null when options.IngestOrigin is not null => null,
        null => "Region is not set. Write \"Us\" or \"Eu\", the first label of the address where you sign in to PostHog; "
            + "for a self-hosted PostHog set IngestOrigin instead.",
        var other => $"Region is {(int)other}, which is none. Use PostHogRegion.Us or PostHogRegion.Eu.",
    };

    private static string? Origin(string name, Uri? origin)
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
            : $"{name} takes scheme, host and port only; write {Shown(origin)}.";
    }

    private static string? OriginRegion(string name, Uri? origin, PostHogRegion? region) =>
        region is not null && RegionOf(origin) is { } actual && actual != region
            ? $"{name} is '{Shown(origin!)}', a host of the region {actual}, but the rest is of {region}. PostHog would answer 200 and drop "
                + $"the events. Remove {name}, or set Region to {actual}."
            : null;

    private static PostHogRegion? RegionOf(Uri? origin) => origin is { IsAbsoluteUri: true } ? PostHogHost.Of(origin.Host).Region : null;

    // A password in a URL belongs in no message and no log.
    private static string Shown(Uri origin) =>
        origin.IsAbsoluteUri ? origin.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped) : origin.OriginalString;

    private static string? Timeout(string name, TimeSpan value) =>
        value > TimeSpan.Zero && value <= LongestTimeout
            ? null
            : $"{name} is {value.ToString("c", CultureInfo.InvariantCulture)}. It must be above zero and at most one hour, such as 00:00:05.";
}
