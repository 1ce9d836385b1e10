namespace PostHogProxy.Rules.Settings;

/// <summary>How the value of a setting is written.</summary>
internal enum SettingKind
{
    Path,
    Region,
    Tokens,
    Origin,
    Bytes,
    Memory,
    Duration,
    Count,
    Address,
    Aliases,
    Features,
    Switch,

    /// <summary>A time that may be none and may be months, where a timeout may not.</summary>
    Period,

    /// <summary>Settings of their own below a key.</summary>
    Section,

    /// <summary>The name of a file.</summary>
    File,

    /// <summary>One of a few names.</summary>
    Choice,

    /// <summary>Some of a few names, with commas between.</summary>
    Choices,

    /// <summary>From 0 to 1.</summary>
    Share,

    /// <summary>A number of bytes, zero too.</summary>
    Room,
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
        new("UiHost", SettingKind.Origin),
        new("MaxRequestBodySize", SettingKind.Bytes),
        new("ConnectTimeout", SettingKind.Duration),
        new("ResponseTimeout", SettingKind.Duration),
        new("FlagsTimeout", SettingKind.Duration),
        new("MaxConcurrentRequests", SettingKind.Count),
        new("ClientAddress", SettingKind.Address),
        new("Features", SettingKind.Features),
        new("RespectGlobalPrivacyControl", SettingKind.Switch),
        new("Disabled", SettingKind.Switch),
        new("Aliases", SettingKind.Aliases),
        new("AllowUnknownPaths", SettingKind.Switch),
        new("AllowServerSdks", SettingKind.Switch),
        new("Transport", SettingKind.Choice) { Names = ["Auto", "SocketsHttpHandler"] },
        new("AssetCache", SettingKind.Section)
        {
            Below =
            [
                new("Enabled", SettingKind.Switch),
                new("MaximumBytes", SettingKind.Memory),
                new("MaximumEntryBytes", SettingKind.Bytes),
                new("FallbackDuration", SettingKind.Period),
                new("StaleIfError", SettingKind.Period),
            ],
        },
    ];

    /// <summary>
    /// The section of the outbox: one for the whole app, so it stands beside <c>Maps</c> and in none of them. The packages PostHogProxy.Outbox.* read it.
    /// </summary>
    public static readonly ProxySetting Outbox = new("Outbox", SettingKind.Section)
    {
        Below =
        [
            new("Mode", SettingKind.Choice) { Names = ["Off", "OnFailure", "WriteAhead"] },
            new("Include", SettingKind.Choices) { Names = ["None", "Events", "Replay", "Logs", "All"] },
            new("Path", SettingKind.File),
            new("MaxBytes", SettingKind.Bytes),
            new("MaxReplayShare", SettingKind.Share),
            new("MaxEntryBytes", SettingKind.Bytes),
            new("MaxAge", SettingKind.Period),
            new("MinFreeDisk", SettingKind.Room),
            new("DropOldestWhenFull", SettingKind.Switch),
            new("SurvivePowerLoss", SettingKind.Switch),
            new("AttemptTimeout", SettingKind.Duration),
            new("MaxConcurrency", SettingKind.Count),
            new("MaxAttempts", SettingKind.Count),
            new("DeadLetterMaxBytes", SettingKind.Room),
            new("Protect", SettingKind.Switch),
            new("NormalizeTimestamps", SettingKind.Switch),
        ],
    };

    /// <summary>What may stand in the section itself, and not in that of a named proxy.</summary>
    public static readonly IReadOnlyList<ProxySetting> AtRoot = [.. All, Outbox];

    /// <summary>The names that a choice may have.</summary>
    public IReadOnlyList<string> Names { get; init; } = [];

    /// <summary>The settings of a section.</summary>
    public IReadOnlyList<ProxySetting> Below { get; init; } = [];

    /// <summary>The section of a proxy that is mapped by this name; the empty name is that of the overloads without one.</summary>
    public static string SectionOf(string name) => name.Length == 0 ? Root : $"{Root}:{Maps}:{name}";

    public static ProxySetting? Find(string key, IReadOnlyList<ProxySetting>? among = null) =>
        (among ?? All).FirstOrDefault(setting => string.Equals(setting.Name, key, StringComparison.OrdinalIgnoreCase));

    /// <summary>The setting that was most likely meant by an unknown key; null where none is near.</summary>
    public static ProxySetting? Nearest(string key, IReadOnlyList<ProxySetting>? among = null)
    {
        ProxySetting? nearest = null;
        var least = NearestDistance + 1;
        foreach (var setting in among ?? All)
        {
            var distance = EditDistance.Between(setting.Name, key, NearestDistance);
            if (distance < least && distance < Math.Min(setting.Name.Length, key.Length) / 2)
            {
                (nearest, least) = (setting, distance);
            }
        }

        return nearest;
    }

    /// <summary>What is said of a key that is none.</summary>
    /// <param name="path">The whole key, with its section.</param>
    /// <param name="key">The part of it that is unknown.</param>
    /// <param name="among">The settings of the section it stands in; those of the proxy where none is named.</param>
    public static string Unknown(string path, string key, IReadOnlyList<ProxySetting>? among = null) =>
        $"The PostHog proxy has no setting '{path}'. "
        + (Nearest(key, among) is { } nearest ? $"Did you mean {nearest.Name}?" : $"The settings are {string.Join(", ", (among ?? All).Select(setting => setting.Name))}.");
}
