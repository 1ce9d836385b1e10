using PostHogProxy.Rules.Routes;
using PostHogProxy.Rules.Settings;

namespace PostHogProxy.Options;

/// <summary>What must hold before a proxy is mapped. Each problem names the setting, its value and the cure.</summary>
internal static class OptionsValidation
{
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
        Check(SettingLimits.Origin(nameof(options.IngestOrigin), options.IngestOrigin));
        Check(SettingLimits.Origin(nameof(options.AssetsOrigin), options.AssetsOrigin));
        Check(SettingLimits.OriginRegion(nameof(options.IngestOrigin), options.IngestOrigin, options.Region));
        Check(SettingLimits.OriginRegion(nameof(options.AssetsOrigin), options.AssetsOrigin, options.Region ?? SettingLimits.RegionOf(options.IngestOrigin)));
        Check(SettingLimits.Origin(nameof(options.UiHost), options.UiHost)
            ?? SettingLimits.UiHost(nameof(options.UiHost), options.UiHost, options.IngestOrigin is { } own ? SettingLimits.RegionOf(own) : options.Region));
        Check(SettingLimits.Bytes(nameof(options.MaxRequestBodySize), options.MaxRequestBodySize));
        Check(SettingLimits.Timeout(nameof(options.ConnectTimeout), options.ConnectTimeout));
        Check(SettingLimits.Timeout(nameof(options.ResponseTimeout), options.ResponseTimeout));
        Check(SettingLimits.Timeout(nameof(options.FlagsTimeout), options.FlagsTimeout));
        Check(SettingLimits.Count(nameof(options.MaxConcurrentRequests), options.MaxConcurrentRequests));
        var cache = options.AssetCache;
        Check(SettingLimits.Memory("AssetCache:MaximumBytes", cache.MaximumBytes));
        Check(SettingLimits.Bytes("AssetCache:MaximumEntryBytes", cache.MaximumEntryBytes));
        Check(SettingLimits.Period("AssetCache:FallbackDuration", cache.FallbackDuration));
        Check(SettingLimits.Period("AssetCache:StaleIfError", cache.StaleIfError));
        foreach (var token in options.ProjectTokens)
        {
            Check(ProjectToken.Problem(token) is { } problem ? "ProjectTokens: " + problem : null);
        }

        Check((options.Features & ~PostHogFeatures.All) == 0
            ? null
            : $"Features is {(int)options.Features}, which has bits of no feature. Combine the names of PostHogFeatures.");
        Check(Enum.IsDefined(options.Aliases)
            ? null
            : $"Aliases is {(int)options.Aliases}, which isn't a PathAliasMode. Use PathAliasMode.Off, On or Only.");
        Check(Enum.IsDefined(options.ClientAddress)
            ? null
            : $"ClientAddress is {(int)options.ClientAddress}, which isn't a ClientAddressMode. Use ClientAddressMode.Forward, Truncate or Omit.");
        Check(Enum.IsDefined(options.Transport)
            ? null
            : $"Transport is {(int)options.Transport}, which isn't a PostHogTransport. Use PostHogTransport.Auto or SocketsHttpHandler.");
        return problems;
    }

    private static string? Path(string? path) => path is null
        ? "Path is not set. Name a path of your own in the call, MapPostHogProxy(\"/…\", …), or in the section, \"Path\": \"/…\"."
        : ProxyPath.Problem(path) is { } problem ? "Path: " + problem : null;

    private static string? Region(PostHogProxyOptions options) => options.Region switch
    {
        PostHogRegion.Us or PostHogRegion.Eu => null,
        null when options.IngestOrigin is not null || options.Disabled => null,
        null => "Region is not set. Write \"Us\" or \"Eu\", the first label of the address where you sign in to PostHog. "
            + "For a self-hosted PostHog, set IngestOrigin instead.",
        var other => $"Region is {(int)other}, which isn't a PostHogRegion. Use PostHogRegion.Us or PostHogRegion.Eu.",
    };
}
