using PostHogProxy.Rules.Settings;

namespace PostHogProxy.Analyzers.Endpoints;

/// <summary>
/// What the settings files say of a proxy. A value is known where <c>appsettings.json</c> names it and no other file says otherwise; the
/// environment may still overrule it, as it may overrule everything.
/// </summary>
internal sealed class SectionValues
{
    private readonly IReadOnlyList<SettingsFile> _files;

    public SectionValues(IReadOnlyList<SettingsFile> files)
    {
        _files = files;
    }

    public string? Path(string name) => Value(name, "Path");

    public PostHogRegion? Region(string name) => SettingValue.Region(Value(name, "Region"));

    public PathAliasMode? Aliases(string name) => SettingValue.Aliases(Value(name, "Aliases"));

    /// <summary>Whether some file names hosts other than the region's.</summary>
    public bool NamesOrigins(string name) => Entries(name, "IngestOrigin").Any() || Entries(name, "AssetsOrigin").Any();

    public IEnumerable<(SettingsFile File, SettingsEntry Entry)> Entries(string name, string setting)
    {
        foreach (var file in _files)
        {
            if (file.Find($"{ProxySetting.SectionOf(name)}:{setting}") is { } entry)
            {
                yield return (file, entry);
            }
        }
    }

    private string? Value(string name, string setting)
    {
        var entries = Entries(name, setting).ToList();
        var known = entries.FirstOrDefault(entry => entry.File.IsBase).Entry?.Value;
        return entries.All(entry => string.Equals(entry.Entry.Value, known, StringComparison.Ordinal)) ? known : null;
    }
}
