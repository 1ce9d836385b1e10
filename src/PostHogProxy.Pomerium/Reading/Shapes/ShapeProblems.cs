using PostHogProxy.Pomerium.Yaml;
using PostHogProxy.Rules.Findings;

namespace PostHogProxy.Pomerium.Reading.Shapes;

/// <summary>Where what is wrong with a value is told. Every problem keeps Pomerium from loading the file, but for those that say otherwise.</summary>
internal sealed class ShapeProblems
{
    private readonly List<Finding> _findings;
    private readonly TextRange _entry;

    /// <param name="findings">Gets the problems.</param>
    /// <param name="key">The option, as it is written.</param>
    /// <param name="entry">The place of its key, for a value without one.</param>
    public ShapeProblems(List<Finding> findings, string key, TextRange entry)
    {
        _findings = findings;
        Key = key;
        _entry = entry;
    }

    /// <summary>The option, as it is written.</summary>
    public string Key { get; }

    /// <summary>The same for a key inside the value.</summary>
    public ShapeProblems Below(string key, TextRange entry) => new(_findings, key, entry);

    public void Tell(ConfigurationNode at, string what, string fix, string? replacement = null) =>
        Say(at, what + ". Pomerium does not load the file.", fix, replacement);

    // A value may have several lines; a finding has one.
    private static string OneLine(string text) => text.Replace("\r", "\\r").Replace("\n", "\\n").Replace("\t", "\\t");

    /// <summary>Says something with a consequence of its own.</summary>
    public void Say(ConfigurationNode at, string message, string fix, string? replacement = null) => _findings.Add(
        PomeriumFindingRules.BadScalar.Say(OneLine(message), Key, fix) with { Range = at.Range.Length > 0 ? at.Range : _entry, Replacement = replacement });
}
