using PostHogProxy.Rules.Findings;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace PostHogProxy.Pomerium.Reading;

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

    private readonly string _text;
    private readonly int _offset;
    private readonly Parser _parser;
    private readonly CancellationToken _ct;
    private readonly Dictionary<string, ConfigurationNode?> _anchors = new(StringComparer.Ordinal);
    private readonly List<Finding> _findings = [];

    private NodeReader(string text, CancellationToken ct)
    {
        _text = text;
        _offset = text.Length > 0 && text[0] == '\uFEFF' ? 1 : 0;
        _parser = new Parser(new StringReader(_offset == 0 ? text : text.Substring(1)));
        _ct = ct;
    }

    /// <summary>The first document, which is the only one Pomerium reads; null where it is empty or cannot be read.</summary>
    public static ConfigurationNode? Read(string text, List<Finding> findings, CancellationToken ct)
    {
        var reader = new NodeReader(text, ct);
        ConfigurationNode? root = null;
        try
        {
            root = reader.ReadDocument();
        }
        catch (UnreadableException e)
        {
            findings.Add(Unreadable(e.Message, e.Range));
        }
        catch (YamlException e)
        {
            findings.Add(Unreadable($"The YAML breaks off here: {e.Message}", reader.At(reader.PlaceOf(e))));
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // The parser's own slips on broken input, an InvalidOperationException for one: they say nothing but that it stopped here.
            findings.Add(Unreadable("The YAML breaks off here.", reader.At((int)(reader._parser.Current?.End.Index ?? 0) + reader._offset)));
        }

        findings.AddRange(reader._findings);
        return root;
    }

    private static Finding Unreadable(string message, TextRange range) =>
        PomeriumFindingRules.Unreadable.Say(message + " Pomerium does not load the file.", "the file", "Correct the YAML at this place.") with { Range = range };

    // For a tab the parser names the start of the mapping it stands in.
    private int PlaceOf(YamlException e)
    {
        var start = Math.Min(_text.Length, (int)e.Start.Index + _offset);
        var tab = _text.IndexOf("\n\t", start, StringComparison.Ordinal);
        return tab >= 0 && e.Message.Contains("tab") ? tab + 1 : start;
    }

    private ConfigurationNode? ReadDocument()
    {
        while (_parser.MoveNext())
        {
            switch (_parser.Current)
            {
                case DocumentStart { Version: { } version } start when version.Version.Minor != 1 || version.Version.Major != 1:
                    throw new UnreadableException(
                        $"The directive '%YAML {version.Version.Major}.{version.Version.Minor}' is refused by Pomerium's YAML reader, which knows 1.1 only; leave it out.",
                        RangeOf(start));
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
            throw new UnreadableException($"The values are nested deeper than {MostLevels} levels.", At((int)start.Start.Index + _offset));
        }

        var anchor = start.Anchor.IsEmpty ? null : start.Anchor.Value;
        if (anchor is not null)
        {
            _anchors[anchor] = null;
        }

        ConfigurationNode node = start switch
        {
            Scalar scalar => new ScalarNode(RangeOf(scalar), scalar.Value, scalar.Style == ScalarStyle.Plain && scalar.Tag.IsEmpty),
            SequenceStart sequence => ReadSequence(sequence, level),
            _ => ReadMapping((MappingStart)start, level),
        };
        if (node.Weight > MostNodes)
        {
            throw new UnreadableException($"The aliases unfold to more than {MostNodes} values.", node.Range);
        }

        if (anchor is not null)
        {
            _anchors[anchor] = node;
        }

        return node;
    }

    private ConfigurationNode ReadAlias(AnchorAlias alias)
    {
        var range = RangeOf(alias);
        if (!_anchors.TryGetValue(alias.Value.Value, out var node))
        {
            throw new UnreadableException($"The alias '*{alias.Value.Value}' has no anchor '&{alias.Value.Value}' before it.", range);
        }

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
        return new SequenceNode(RangeFrom(start, isFlow, items.Count > 0 ? items[items.Count - 1] : null), items, isFlow);
    }

    private MappingNode ReadMapping(MappingStart start, int level)
    {
        var own = new List<MappingEntry>();
        var isFlow = start.Style == MappingStyle.Flow;
        while (_parser.MoveNext() && _parser.Current is not MappingEnd)
        {
            if (ReadNode(level + 1) is not ScalarNode key)
            {
                throw new UnreadableException("A key must be a text.", At(_parser.Current is { } current ? (int)current.Start.Index + _offset : 0));
            }

            if (!isFlow)
            {
                RefuseTab(key);
            }

            _parser.MoveNext();
            own.Add(new MappingEntry(key, ReadNode(level + 1)));
        }

        var last = own.Count > 0 ? own[own.Count - 1] : null;
        var end = last is null ? null : last.Value.Range.End > last.Key.Range.End ? last.Value : last.Key;
        return new MappingNode(RangeFrom(start, isFlow, end), MergeKeys.Apply(own, _findings), isFlow);
    }

    // go-yaml takes no tab for indentation; the parser used here does.
    private void RefuseTab(ScalarNode key)
    {
        for (var i = key.Range.Start - 1; i >= 0 && _text[i] is ' ' or '\t'; i--)
        {
            if (_text[i] == '\t')
            {
                throw new UnreadableException("A tab stands where YAML wants spaces.", new TextRange(i, 1));
            }
        }
    }

    private TextRange RangeFrom(ParsingEvent start, bool isFlow, ConfigurationNode? last)
    {
        var from = SkipProperties((NodeEvent)start);
        if (!isFlow)
        {
            // A block ends for the parser where the next one begins; what is meant is the end of its last value. An alias stands elsewhere.
            return new(from, Math.Max(0, (last is null || last.Range.Start < from ? EndOfText() : last.Range.End) - from));
        }

        var close = (int)_parser.Current!.Start.Index + _offset;
        return new(from, Math.Max(0, Math.Min(_text.Length, close + 1) - from));
    }

    private int EndOfText() => TrimmedEnd((int)_parser.Current!.Start.Index + _offset);

    private TextRange RangeOf(ParsingEvent e)
    {
        var start = e is NodeEvent node ? SkipProperties(node) : (int)e.Start.Index + _offset;
        var end = (int)e.End.Index + _offset;
        if (e is Scalar { Style: ScalarStyle.Literal or ScalarStyle.Folded })
        {
            end = TrimmedEnd(end);
        }

        return new(start, Math.Max(0, Math.Min(_text.Length, end) - start));
    }

    private int TrimmedEnd(int end)
    {
        end = Math.Min(_text.Length, end);
        while (end > 0 && char.IsWhiteSpace(_text[end - 1]))
        {
            end--;
        }

        return end;
    }

    // The parser counts anchor and tag to the value.
    private int SkipProperties(NodeEvent node)
    {
        var at = Math.Min(_text.Length, (int)node.Start.Index + _offset);
        if (node.Anchor.IsEmpty && node.Tag.IsEmpty)
        {
            return at;
        }

        while (at < _text.Length && _text[at] is '&' or '!')
        {
            while (at < _text.Length && !char.IsWhiteSpace(_text[at]))
            {
                at++;
            }

            while (at < _text.Length && char.IsWhiteSpace(_text[at]))
            {
                at++;
            }
        }

        return at;
    }

    private TextRange At(int index)
    {
        var start = Math.Max(0, Math.Min(_text.Length, index));
        return new(start, Math.Min(1, _text.Length - start));
    }
}
