using PostHogProxy.Rules.Findings;
using PostHogProxy.Rules.Routes;
using PostHogProxy.Rules.Settings;

namespace PostHogProxy.Rules.Judging;

/// <summary>PHX3004: what stands in section <c>PostHogProxy</c> of a settings file and would stop the start.</summary>
internal static class ProxySectionRules
{
    public static IEnumerable<Finding> Judge(SettingsFile file)
    {
        foreach (var entry in file.Entries)
        {
            if (entry.Below(ProxySetting.Root) is { } below && Problem(file, entry, below) is { } problem)
            {
                yield return problem with { Where = file.Name };
            }
        }
    }

    private static Finding? Problem(SettingsFile file, SettingsEntry entry, string below)
    {
        // Only a section's own keys are judged; what is deeper belongs to one of them, unless that is a section again.
        var key = below.Split(':');
        var among = ProxySetting.AtRoot;
        if (string.Equals(key[0], ProxySetting.Maps, StringComparison.OrdinalIgnoreCase))
        {
            key = [.. key.Skip(2)];
            among = ProxySetting.All;
        }

        if (key.Length == 0)
        {
            return null;
        }

        var setting = ProxySetting.Find(key[0], among);
        while (setting is { Kind: SettingKind.Section } && key.Length > 1)
        {
            among = setting.Below;
            key = [.. key.Skip(1)];
            setting = ProxySetting.Find(key[0], among);
        }

        return (setting, key.Length) switch
        {
            (not null, 1) when entry.Json.Kind == JsonKind.Null => null,
            (null, 1) => Unknown(entry, key[0], among),
            (null, _) => null,
            ({ Kind: SettingKind.Tokens }, _) => Token(entry, setting),
            (_, 1) => Value(file, entry, setting),
            _ => null,
        };
    }

    private static Finding Unknown(SettingsEntry entry, string key, IReadOnlyList<ProxySetting> among) =>
        SettingsFindingRules.UnknownSetting.Say(ProxySetting.Unknown(entry.Key, key, among), "", "Correct the key: the app doesn't start with it.") with
        {
            Range = entry.KeyRange,
            Replacement = ProxySetting.Nearest(key, among) is { } nearest ? $"\"{nearest.Name}\"" : null,
        };

    private static Finding? Value(SettingsFile file, SettingsEntry entry, ProxySetting setting) =>
        (SettingValue.Problem(setting, entry.Key, entry.Value) ?? Limit(entry, setting) ?? Region(file, entry, setting)) is { } problem ? Wrong(entry, problem) : null;

    private static string? Limit(SettingsEntry entry, ProxySetting setting) => setting.Kind switch
    {
        SettingKind.Origin => SettingLimits.Origin(entry.Key, SettingValue.Origin(entry.Value)),
        SettingKind.Bytes => SettingLimits.Bytes(entry.Key, SettingValue.Bytes(entry.Value)!.Value),
        SettingKind.Memory => SettingLimits.Memory(entry.Key, SettingValue.Bytes(entry.Value)!.Value),
        SettingKind.Count => SettingLimits.Count(entry.Key, SettingValue.Count(entry.Value)),
        SettingKind.Period => SettingLimits.Period(entry.Key, SettingValue.Duration(entry.Value)!.Value),
        SettingKind.Duration => SettingLimits.Timeout(entry.Key, SettingValue.Duration(entry.Value)!.Value),
        _ => null,
    };

    // As the start does it. The region that the code or another file names is not known here, so a host is held against what stands beside it.
    private static string? Region(SettingsFile file, SettingsEntry entry, ProxySetting setting)
    {
        var section = entry.Key.Substring(0, entry.Key.Length - setting.Name.Length);
        string? Beside(string name) => file.Find($"{section}{name}")?.Value;

        var host = SettingValue.Origin(entry.Value);
        var region = SettingValue.Region(Beside("Region"));
        var ingest = SettingValue.Origin(Beside("IngestOrigin"));
        return setting.Name switch
        {
            "IngestOrigin" => SettingLimits.OriginRegion(entry.Key, host, region),
            "AssetsOrigin" => SettingLimits.OriginRegion(entry.Key, host, region ?? SettingLimits.RegionOf(ingest)),
            "UiHost" => SettingLimits.UiHost(entry.Key, host, ingest is null ? region : SettingLimits.RegionOf(ingest)),
            _ => null,
        };
    }

    // A secret key is PHX2008's, in whatever section it stands.
    private static Finding? Token(SettingsEntry entry, ProxySetting setting) =>
        entry.IsSection || SecretKeys.Judge(entry.Value ?? "", "").Count > 0 || ProjectToken.Problem(entry.Value ?? "") is not { } problem
            ? null
            : Wrong(entry, $"{setting.Name}: {problem}");

    private static Finding Wrong(SettingsEntry entry, string problem) =>
        SettingsFindingRules.UnknownSetting.Say(problem, "", "Correct the value: the app doesn't start with it.") with { Range = entry.Json.Range };
}
