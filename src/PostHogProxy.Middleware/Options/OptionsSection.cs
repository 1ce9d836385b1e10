using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace PostHogProxy.Options;

/// <summary>
/// Reads the section of a proxy into its options. Written by hand and not with the configuration binder, because the binder skips a
/// misspelt key in silence: a typing error in a setting that concerns privacy must not pass.
/// </summary>
internal sealed class OptionsSection(IConfiguration configuration) : IConfigureNamedOptions<PostHogProxyOptions>
{
    public const string Root = "PostHogProxy";
    public const string Maps = "Maps";

    public static string PathOf(string name) => name.Length == 0 ? Root : $"{Root}:{Maps}:{name}";

    public void Configure(PostHogProxyOptions options) => Configure(Microsoft.Extensions.Options.Options.DefaultName, options);

    public void Configure(string? name, PostHogProxyOptions options)
    {
        var section = configuration.GetSection(PathOf(name ?? ""));
        var problems = new List<string>();
        foreach (var entry in section.GetChildren())
        {
            if (Problem(options, entry, isRoot: string.IsNullOrEmpty(name)) is { } problem)
            {
                problems.Add(problem);
            }
        }

        if (problems.Count > 0)
        {
            throw new OptionsValidationException(name ?? "", typeof(PostHogProxyOptions), problems);
        }
    }

    private static string? Problem(PostHogProxyOptions options, IConfigurationSection entry, bool isRoot)
    {
        switch (entry.Key.ToUpperInvariant())
        {
            case "PATH":
                options.Path = entry.Value;
                return null;
            case "REGION":
                return SettingValue.Region(entry, value => options.Region = value);
            case "INGESTORIGIN":
                return SettingValue.Origin(entry, value => options.IngestOrigin = value);
            case "ASSETSORIGIN":
                return SettingValue.Origin(entry, value => options.AssetsOrigin = value);
            case "MAXREQUESTBODYSIZE":
                return SettingValue.Bytes(entry, value => options.MaxRequestBodySize = value);
            case "CONNECTTIMEOUT":
                return SettingValue.Duration(entry, value => options.ConnectTimeout = value);
            case "RESPONSETIMEOUT":
                return SettingValue.Duration(entry, value => options.ResponseTimeout = value);
            case "FLAGSTIMEOUT":
                return SettingValue.Duration(entry, value => options.FlagsTimeout = value);
            case "MAXCONCURRENTREQUESTS":
                return SettingValue.Count(entry, value => options.MaxConcurrentRequests = value);
            case "CLIENTADDRESS":
                return SettingValue.Address(entry, value => options.ClientAddress = value);
            case "PROJECTTOKENS":
                return SettingValue.Texts(entry, options.ProjectTokens);
            case "FEATURES":
                return SettingValue.Features(entry, value => options.Features = value);
            case "RESPECTGLOBALPRIVACYCONTROL":
                return SettingValue.Switch(entry, value => options.RespectGlobalPrivacyControl = value);
            case "ALLOWUNKNOWNPATHS":
                return SettingValue.Switch(entry, value => options.AllowUnknownPaths = value);
            case "ALLOWSERVERSDKS":
                return SettingValue.Switch(entry, value => options.AllowServerSdks = value);
            case "MAPS" when isRoot:
                return null;
            default:
                return $"'{entry.Path}' is no setting of the PostHog proxy. The settings are {SettingNames}.";
        }
    }

    private const string SettingNames =
        "Path, Region, ProjectTokens, IngestOrigin, AssetsOrigin, MaxRequestBodySize, ConnectTimeout, ResponseTimeout, FlagsTimeout, "
        + "MaxConcurrentRequests, ClientAddress, Features, RespectGlobalPrivacyControl, AllowUnknownPaths, AllowServerSdks";
}
