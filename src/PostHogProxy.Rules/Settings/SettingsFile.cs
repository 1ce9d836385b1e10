using PostHogProxy.Rules.Findings;

namespace PostHogProxy.Rules.Settings;

/// <summary>One entry of a settings file: a value, or a section of them.</summary>
/// <param name="Key">As configuration names it, <c>PostHogProxy:Region</c>.</param>
/// <param name="KeyRange">Where its name stands, quotes included.</param>
/// <param name="Json">What it holds.</param>
internal sealed record SettingsEntry(string Key, TextRange KeyRange, JsonValue Json)
{
    /// <summary>The value as the app reads it; null for a section.</summary>
    public string? Value => Json.Text;

    public bool IsSection => Json.Kind is JsonKind.Object or JsonKind.Array;

    /// <summary>The part of the key after a section's; null where the entry is not in the section.</summary>
    public string? Below(string section) =>
        Key.Length > section.Length + 1 && Key[section.Length] == ':' && Key.StartsWith(section, StringComparison.OrdinalIgnoreCase)
            ? Key.Substring(section.Length + 1)
            : null;
}

/// <summary>An <c>appsettings*.json</c>, flat as configuration sees it: <c>{"A": {"B": 1}}</c> and <c>{"A:B": 1}</c> are the same.</summary>
internal sealed class SettingsFile
{
    private readonly Dictionary<string, SettingsEntry> _byKey = new(StringComparer.OrdinalIgnoreCase);

    private SettingsFile(string name, IReadOnlyList<SettingsEntry> entries)
    {
        Name = name;
        Entries = entries;

        // The last one wins, as when the app reads it.
        foreach (var entry in entries)
        {
            _byKey[entry.Key] = entry;
        }
    }

    /// <summary>The file's name or path, for messages.</summary>
    public string Name { get; }

    /// <summary>Sections stand before what is in them.</summary>
    public IReadOnlyList<SettingsEntry> Entries { get; }

    /// <summary>Whether it is the file that holds everywhere, and not one environment's.</summary>
    public bool IsBase => string.Equals(FileName(Name), "appsettings.json", StringComparison.OrdinalIgnoreCase);

    public static bool IsSettings(string path)
    {
        var name = FileName(path);
        return name.StartsWith("appsettings", StringComparison.OrdinalIgnoreCase) && name.EndsWith(".json", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Null where the text is not JSON: nothing of it is known, and the app would not start.</summary>
    public static SettingsFile? Read(string text, string name, CancellationToken cancellation = default)
    {
        if (JsonReader.Read(text, cancellation) is not { Kind: JsonKind.Object } root)
        {
            return null;
        }

        var entries = new List<SettingsEntry>();
        Flatten(root, "", entries);
        return new(name, entries);
    }

    /// <summary>What the key has here; null where it is not named.</summary>
    public SettingsEntry? Find(string key) => _byKey.TryGetValue(key, out var entry) ? entry : null;

    private static void Flatten(JsonValue value, string prefix, List<SettingsEntry> entries)
    {
        foreach (var member in value.Members)
        {
            var key = prefix.Length == 0 ? member.Name : $"{prefix}:{member.Name}";
            entries.Add(new(key, member.NameRange, member.Value));
            Flatten(member.Value, key, entries);
        }
    }

    private static string FileName(string path) => path.Substring(path.LastIndexOfAny(['/', '\\']) + 1);
}
