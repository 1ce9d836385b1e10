using System.Diagnostics;
using Microsoft.Extensions.Configuration;
using PostHogProxy.Rules.Settings;

namespace PostHogProxy.Options;

/// <summary>Reads the keys below <c>AssetCache</c>.</summary>
internal static class AssetCacheSection
{
    /// <summary>What is wrong with them; null where nothing is.</summary>
    public static string? Read(AssetCacheOptions options, ProxySetting section, IConfigurationSection entries)
    {
        var problems = new List<string>();
        foreach (var entry in entries.GetChildren())
        {
            if (ProxySetting.Find(entry.Key, section.Below) is not { } setting)
            {
                problems.Add(ProxySetting.Unknown(entry.Path, entry.Key, section.Below));
            }
            else if (entry.Value is null && !entry.GetChildren().Any())
            {
                // A null stands for what is set elsewhere, as in the section around it.
            }
            else if (SettingValue.Problem(setting, entry.Path, entry.Value) is { } problem)
            {
                problems.Add(problem);
            }
            else
            {
                Set(options, setting, entry.Value);
            }
        }

        return problems.Count == 0 ? null : string.Join(" ", problems);
    }

    private static void Set(AssetCacheOptions options, ProxySetting setting, string? value)
    {
        switch (setting.Name)
        {
            case nameof(options.Enabled):
                options.Enabled = SettingValue.Switch(value)!.Value;
                break;
            case nameof(options.MaximumBytes):
                options.MaximumBytes = SettingValue.Bytes(value)!.Value;
                break;
            case nameof(options.MaximumEntryBytes):
                options.MaximumEntryBytes = SettingValue.Bytes(value)!.Value;
                break;
            case nameof(options.FallbackDuration):
                options.FallbackDuration = SettingValue.Duration(value)!.Value;
                break;
            case nameof(options.StaleIfError):
                options.StaleIfError = SettingValue.Duration(value)!.Value;
                break;
            default:
                throw new UnreachableException($"The setting AssetCache:{setting.Name} is listed but never read.");
        }
    }
}
