using PostHogProxy.Rules.Findings;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace PostHogProxy.Pomerium.Yaml;

/// <summary>
/// Builds the tree from the parser's events. It stops at the first thing Pomerium's YAML reader (go-yaml v3) would not load, because
/// what follows it can only be guessed.
/// </summary>
internal sealed class NodeReader
{
    // Far above any configuration. The tree is read by recursion, and a file that is not one must not take the compiler's stack.
    private const int MostLevels = 64;

    // Unfolded aliases: ten levels of ten aliases each are ten thousand million nodes ("billion laughs").
    private const int MostNodes = 500_000;

    private readonly TextPlaces _places;
    private readonly Parser _parser;
    private readonly CancellationToken _ct;
    private readonly Dictionary<string, ConfigurationNode?> _anchors = new(StringComparer.Ordinal);
    private readonly List<Finding> _findings = [];

    // Where the value that was read last ends in the text; for an alias the alias, not what it names.
    private int _end;

    private NodeReader(string text, CancellationToken ct)
    {
        _places = new TextPlaces(text);
        _parser = new Parser(new StringReader(_places.Content));
        _ct = ct;
    }

    /// <summary>The first document, which is the only one Pomerium reads; null where it is empty or cannot be read.</summary>
    public static ConfigurationNode? Read(string text, List<Finding> findings, CancellationToken ct) =>
        Read(text, findings, reader => reader.ReadDocument(), ct);

    /// <summary>Every document, as Kubernetes reads a file; those before the place where it cannot be read any further.</summary>
    public static IReadOnlyList<ConfigurationNode> ReadAll(string text, List<Finding> findings, CancellationToken ct)
    {
        var documents = new List<ConfigurationNode>();
        Read(text, findings, reader => reader.ReadDocuments(documents), ct);
        return documents;
    }

    private static ConfigurationNode? Read(string text, List<Finding> findings, Func<NodeReader, ConfigurationNode?> read, CancellationToken ct)
    {
        var reader = new NodeReader(text, ct);
        ConfigurationNode? root = null;
        try
        {
            RefuseControls(text);
            root = read(reader);
        }
        catch (UnreadableException e)
        {
            findings.Add(Unreadable(e.Message, e.Range));
        }
        catch (YamlException e)
        {
            findings.Add(Unreadable($"The YAML breaks off here: {e.Message}", reader._places.Of(e)));
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // The parser's own slips on broken input, an InvalidOperationException for one: they say nothing but that it stopped here.
            findings.Add(Unreadable("The YAML breaks off here.", reader._places.At(reader._parser.Current is { } last ? reader._places.Of(last.End) : 0)));
        }

        findings.AddRange(reader._findings);
        return root;
    }

    // go-yaml's reader (readerc.go) takes none of these, not even in a comment.
    private static void RefuseControls(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] is (< ' ' and not ('\t' or '\n' or '\r')) or (>= '\u007f' and < '\u00a0' and not '\u0085') or '\ufffe' or '\uffff')
            {
                throw new UnreadableException($"YAML doesn't allow the control character U+{(int)text[i]:X4} here.", new(i, 1));
            }
        }
    }

    private static Finding Unreadable(string message, TextRange range) =>
        PomeriumFindingRules.Unreadable.Say(message + " Pomerium does not load the file.", "the file", "Correct the YAML at this place.") with { Range = range };

    private ConfigurationNode? ReadDocument()
    {
        while (_parser.MoveNext())
        {
            switch (_parser.Current)
            {
                case DocumentStart { Version: { } version } start when version.Version.Minor != 1 || version.Version.Major != 1:
                    throw new UnreadableException(
                        $"The directive '%YAML {version.Version.Major}.{version.Version.Minor}' is refused by Pomerium's YAML reader, which supports 1.1 only. Remove it.",
                        _places.Of(start));
                case StreamStart or DocumentStart:
                    break;
                case DocumentEnd or StreamEnd:
                    return null;
                case NodeEvent:
                    return ReadNode(1);
            }
        }

        return null;
    }

    private ConfigurationNode? ReadDocuments(List<ConfigurationNode> documents)
    {
        while (_parser.MoveNext())
        {
            if (_parser.Current is DocumentStart)
            {
                _anchors.Clear();
            }
            else if (_parser.Current is NodeEvent)
            {
                documents.Add(ReadNode(1));
            }
        }

        return null;
    }

    private ConfigurationNode ReadNode(int level)
    {
        _ct.ThrowIfCancellationRequested();
        if (_parser.Current is AnchorAlias alias)
        {
            return ReadAlias(alias);
        }

        var start = (NodeEvent)_parser.Current!;

        if (level > MostLevels)
        {
            throw new UnreadableException($"The values are nested deeper than {MostLevels} levels.", _places.At(_places.Of(start.Start)));
        }

        var anchor = start.Anchor.IsEmpty ? null : start.Anchor.Value;
        if (anchor is not null)
        {
            _anchors[anchor] = null;
        }

        ConfigurationNode node = start switch
        {
            Scalar scalar => new ScalarNode(_places.Of(scalar), scalar.Value, scalar.Style == ScalarStyle.Plain && scalar.Tag.IsEmpty),
            SequenceStart sequence => ReadSequence(sequence, level),
            _ => ReadMapping((MappingStart)start, level),
        };
        if (node.Weight > MostNodes)
        {
            throw new UnreadableException($"The aliases expand to more than {MostNodes} values.", node.Range);
        }

        if (anchor is not null)
        {
            _anchors[anchor] = node;
        }

        _end = node.Range.End;
        return node;
    }

    private ConfigurationNode ReadAlias(AnchorAlias alias)
    {
        var range = _places.Of(alias);
        if (!_anchors.TryGetValue(alias.Value.Value, out var node))
        {
            throw new UnreadableException($"The alias '*{alias.Value.Value}' has no anchor '&{alias.Value.Value}' before it.", range);
        }

        _end = range.End;
        return node ?? throw new UnreadableException($"The value of the anchor '&{alias.Value.Value}' contains itself.", range);
    }

    private SequenceNode ReadSequence(SequenceStart start, int level)
    {
        var items = new List<ConfigurationNode>();
        while (_parser.MoveNext() && _parser.Current is not SequenceEnd)
        {
            items.Add(ReadNode(level + 1));
        }

        var isFlow = start.Style == SequenceStyle.Flow;
        return new SequenceNode(_places.Of(start, _parser.Current!, isFlow, items.Count > 0 ? _end : null), items, isFlow);
    }

    private MappingNode ReadMapping(MappingStart start, int level)
    {
        var own = new List<MappingEntry>();
        var isFlow = start.Style == MappingStyle.Flow;
        while (_parser.MoveNext() && _parser.Current is not MappingEnd)
        {
            if (ReadNode(level + 1) is not ScalarNode key)
            {
                throw new UnreadableException("A key must be a text.", _places.At(_places.Of(_parser.Current!.Start)));
            }

            // go-yaml takes no tab for indentation; the parser used here does.
            if (!isFlow && _places.TabBefore(key.Range.Start) is { } tab)
            {
                throw new UnreadableException("There is a tab where YAML requires spaces.", tab);
            }

            var end = _end;
            _parser.MoveNext();
            own.Add(new MappingEntry(key, ReadNode(level + 1)));
            _end = Math.Max(end, _end);
        }

        return new MappingNode(_places.Of(start, _parser.Current!, isFlow, own.Count > 0 ? _end : null), MergeKeys.Apply(own, _findings), isFlow);
    }
}
