namespace PostHogProxy.Rules.Settings;

/// <summary>How the value of a setting is written.</summary>
internal enum SettingKind
{
    Path,
    Region,
    Tokens,
    Origin,
    Bytes,
    Duration,
    Count,
    Address,
    Aliases,
    Features,
    Switch,
}

/// <summary>
/// One key of the section <c>PostHogProxy</c>. The app that starts and the compiler read this list, so a key is either known to both or to neither.
/// </summary>
internal sealed record ProxySetting(string Name, SettingKind Kind)
{
    public const string Root = "PostHogProxy";
    public const string Maps = "Maps";

    // More typing errors than this make another word of it.
    private const int NearestDistance = 3;

    public static readonly IReadOnlyList<ProxySetting> All =
    [
        new("Path", SettingKind.Path),
        new("Region", SettingKind.Region),
        new("ProjectTokens", SettingKind.Tokens),
        new("IngestOrigin", SettingKind.Origin),
        new("AssetsOrigin", SettingKind.Origin),
        new("MaxRequestBodySize", SettingKind.Bytes),
        new("ConnectTimeout", SettingKind.Duration),
        new("ResponseTimeout", SettingKind.Duration),
        new("FlagsTimeout", SettingKind.Duration),
        new("MaxConcurrentRequests", SettingKind.Count),
        new("ClientAddress", SettingKind.Address),
        new("Features", SettingKind.Features),
        new("RespectGlobalPrivacyControl", SettingKind.Switch),
        new("Aliases", SettingKind.Aliases),
        new("AllowUnknownPaths", SettingKind.Switch),
        new("AllowServerSdks", SettingKind.Switch),
    ];

    /// <summary>The section of a proxy that is mapped by this name; the empty name is that of the overloads without one.</summary>
    public static string SectionOf(string name) => name.Length == 0 ? Root : $"{Root}:{Maps}:{name}";

    public static ProxySetting? Find(string key) =>
        All.FirstOrDefault(setting => string.Equals(setting.Name, key, StringComparison.OrdinalIgnoreCase));

    /// <summary>The setting that was most likely meant by an unknown key; null where none is near.</summary>
    public static ProxySetting? Nearest(string key)
    {
        ProxySetting? nearest = null;
        var least = NearestDistance + 1;
        foreach (var setting in All)
        {
            var distance = EditDistance.Between(setting.Name, key, NearestDistance);
            if (distance < least && distance < setting.Name.Length / 2)
            {
                (nearest, least) = (setting, distance);
            }
        }

        return nearest;
    }

    /// <summary>What is said of a key that is none.</summary>
    /// <param name="path">The whole key, with its section.</param>
    /// <param name="key">The part of it that is unknown.</param>
    public static string Unknown(string path, string key) =>
        $"'{path}' is no setting of the PostHog proxy. "
        + (Nearest(key) is { } nearest ? $"Did you mean {nearest.Name}? " : "")
        + $"The settings are {string.Join(", ", All.Select(setting => setting.Name))}.";
}
