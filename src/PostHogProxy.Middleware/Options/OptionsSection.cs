using System.Diagnostics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using PostHogProxy.Rules.Settings;

namespace PostHogProxy.Options;

/// <summary>
/// Reads the section of a proxy into its options. Written by hand and not with the configuration binder, because the binder skips a
/// misspelt key in silence: a typing error in a setting that concerns privacy must not pass.
/// </summary>
internal sealed class OptionsSection(IConfiguration configuration) : IConfigureNamedOptions<PostHogProxyOptions>
{
    public void Configure(PostHogProxyOptions options) => Configure(Microsoft.Extensions.Options.Options.DefaultName, options);

    public void Configure(string? name, PostHogProxyOptions options)
    {
        var section = configuration.GetSection(ProxySetting.SectionOf(name ?? ""));
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
        // The packages of the outbox read their own section.
        if (isRoot && (Is(entry, ProxySetting.Maps) || Is(entry, ProxySetting.Outbox.Name)))
        {
            return null;
        }

        if (ProxySetting.Find(entry.Key) is not { } setting)
        {
            return ProxySetting.Unknown(entry.Path, entry.Key);
        }

        // A null stands for what is set elsewhere, or for the default.
        if (entry.Value is null && !entry.GetChildren().Any())
        {
            return null;
        }

        if (SettingValue.Problem(setting, entry.Path, entry.Value) is { } problem)
        {
            return problem;
        }

        if (setting.Kind == SettingKind.Section)
        {
            return AssetCacheSection.Read(options.AssetCache, setting, entry);
        }

        Set(options, setting, entry);
        return null;
    }

    private static bool Is(IConfigurationSection entry, string key) => string.Equals(entry.Key, key, StringComparison.OrdinalIgnoreCase);

    // The value was judged; what cannot be read does not come here.
    private static void Set(PostHogProxyOptions options, ProxySetting setting, IConfigurationSection entry)
    {
        var value = entry.Value;
        switch (setting.Name)
        {
            case nameof(options.Path):
                options.Path = value;
                break;
            case nameof(options.Region):
                options.Region = SettingValue.Region(value);
                break;
            case nameof(options.ProjectTokens):
                Replace(options.ProjectTokens, entry);
                break;
            case nameof(options.IngestOrigin):
                options.IngestOrigin = SettingValue.Origin(value);
                break;
            case nameof(options.AssetsOrigin):
                options.AssetsOrigin = SettingValue.Origin(value);
                break;
            case nameof(options.UiHost):
                options.UiHost = SettingValue.Origin(value);
                break;
            case nameof(options.MaxRequestBodySize):
                options.MaxRequestBodySize = SettingValue.Bytes(value)!.Value;
                break;
            case nameof(options.ConnectTimeout):
                options.ConnectTimeout = SettingValue.Duration(value)!.Value;
                break;
            case nameof(options.ResponseTimeout):
                options.ResponseTimeout = SettingValue.Duration(value)!.Value;
                break;
            case nameof(options.FlagsTimeout):
                options.FlagsTimeout = SettingValue.Duration(value)!.Value;
                break;
            case nameof(options.MaxConcurrentRequests):
                options.MaxConcurrentRequests = SettingValue.Count(value);
                break;
            case nameof(options.ClientAddress):
                options.ClientAddress = SettingValue.Address(value)!.Value;
                break;
            case nameof(options.Features):
                options.Features = SettingValue.Features(value)!.Value;
                break;
            case nameof(options.RespectGlobalPrivacyControl):
                options.RespectGlobalPrivacyControl = SettingValue.Switch(value)!.Value;
                break;
            case nameof(options.Disabled):
                options.Disabled = SettingValue.Switch(value)!.Value;
                break;
            case nameof(options.Aliases):
                options.Aliases = SettingValue.Aliases(value)!.Value;
                break;
            case nameof(options.Transport):
                options.Transport = SettingValue.Transport(value)!.Value;
                break;
            case nameof(options.AllowUnknownPaths):
                options.AllowUnknownPaths = SettingValue.Switch(value)!.Value;
                break;
            case nameof(options.AllowServerSdks):
                options.AllowServerSdks = SettingValue.Switch(value)!.Value;
                break;
            default:
                throw new UnreachableException($"The setting {setting.Name} is listed but never read.");
        }
    }

    private static void Replace(IList<string> texts, IConfigurationSection entry)
    {
        texts.Clear();
        foreach (var item in entry.GetChildren())
        {
            texts.Add(item.Value ?? "");
        }

        // One value may stand without a list around it, as an environment variable does.
        if (entry.Value is { Length: > 0 } single)
        {
            texts.Add(single);
        }
    }
}
