using PostHogProxy.Pomerium.Reading;
using PostHogProxy.Pomerium.Yaml;

namespace PostHogProxy.Pomerium.FileKinds;

/// <summary>
/// Finds configurations of Pomerium in another file: a mapping with routes, as in the values of a Helm chart, or a text that is one, as in
/// a ConfigMap or a Secret.
/// </summary>
internal sealed class EmbeddedConfigurations
{
    private static readonly string[] Lists = ["routes", "policy"];

    private readonly string _text;
    private readonly CancellationToken _ct;
    private readonly HashSet<ConfigurationNode> _seen = [];
    private readonly List<EmbeddedConfiguration> _found = [];

    private EmbeddedConfigurations(string text, CancellationToken ct)
    {
        _text = text;
        _ct = ct;
    }

    /// <param name="text">The text of the file.</param>
    /// <param name="node">Where to look.</param>
    /// <param name="where">What stands before the keys in the name of the place.</param>
    /// <param name="ct">Stops the search.</param>
    public static IReadOnlyList<EmbeddedConfiguration> Of(string text, MappingNode node, string where, CancellationToken ct)
    {
        var search = new EmbeddedConfigurations(text, ct);
        search.Search(node, where.Length == 0 ? "" : where + " ", isKey: false);
        return search._found;
    }

    private void Search(ConfigurationNode node, string where, bool isKey)
    {
        _ct.ThrowIfCancellationRequested();
        if (!_seen.Add(node))
        {
            return;
        }

        switch (node)
        {
            case ScalarNode scalar when isKey && LooksLikeConfiguration(scalar.Value):
                AddText(scalar, where);
                break;
            case MappingNode mapping when Lists.Any(list => IsRoutes(mapping.Find(list)?.Value)):
                _found.Add(new(where, PomeriumConfiguration.Of(_text, OwnKeys(mapping), isZero: false, []), InnerPlaces.Same));
                break;
            case MappingNode mapping:
                foreach (var entry in mapping.Entries)
                {
                    Search(entry.Value, where.Length == 0 || where[where.Length - 1] == ' ' ? where + entry.Name : $"{where}.{entry.Name}", isKey: true);
                }

                break;
            case SequenceNode list:
                for (var i = 0; i < list.Items.Count; i++)
                {
                    Search(list.Items[i], $"{where}[{i}]", isKey: true);
                }

                break;
        }
    }

    private void AddText(ScalarNode scalar, string where)
    {
        var places = InnerPlaces.Of(_text, scalar);
        var configuration = PomeriumConfiguration.Read(scalar.Value, ct: _ct);
        if (configuration.Foreign is { } foreign)
        {
            _found.AddRange(foreign.Configurations.Select(inner => new EmbeddedConfiguration($"{where}: {inner.Where}", inner.Configuration, inner.Places.Within(places))));
        }
        else if (configuration.Routes.Any(route => route.FromText is not null) || configuration.ReadingFindings.Any(finding => finding.Id == PomeriumFindingRules.Unreadable.Id))
        {
            _found.Add(new(where, configuration, places));
        }
    }

    // Not parsed first: a text with a slip in it is what is to be told.
    private static bool LooksLikeConfiguration(string text) =>
        text.Length > 20 && text.Contains("from") && text.Contains("://") && Lists.Any(list => HasKey(text, list));

    private static bool HasKey(string text, string key)
    {
        for (var at = text.IndexOf(key, StringComparison.OrdinalIgnoreCase); at >= 0; at = text.IndexOf(key, at + 1, StringComparison.OrdinalIgnoreCase))
        {
            var end = at + key.Length;
            var quoted = at > 0 && text[at - 1] == '"' && end < text.Length && text[end] == '"';
            end += quoted ? 1 : 0;
            var before = at - (quoted ? 2 : 1);
            if (end < text.Length && text[end] == ':' && (before < 0 || text[before] is '\n' or '{' or ' ' or ',' or '\uFEFF'))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsRoutes(ConfigurationNode? value) =>
        value is SequenceNode list && list.Items.Any(item => item is MappingNode route && route.Find("from")?.Scalar is not null);

    // A chart has keys of its own beside the routes; only where others are Pomerium's too is the mapping a whole configuration.
    private static MappingNode OwnKeys(MappingNode mapping) =>
        mapping.Entries.Any(entry => !Lists.Contains(entry.Name) && entry.Name.Contains('_') && GlobalKeys.TryGet(entry.Name, out _))
            ? mapping
            : new MappingNode(mapping.Range, [.. mapping.Entries.Where(entry => Lists.Contains(entry.Name.ToLowerInvariant()))], mapping.IsFlow);
}
