using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace PostHogProxy.Pomerium.Tests.Differential;

/// <summary>
/// Spells a configuration as YAML: style 0 plainly, every other style in one of the many ways people and their tools write it. Whatever the
/// style, the text means the same values.
/// </summary>
internal sealed partial class YamlWriter
{
    private static readonly string[] Comments = ["# the shop", "#", "#- from: https://old.test", "# routes:", "# tabs\tand: colons", "# ünïcode 🙂"];

    private readonly StringBuilder _text = new();
    private readonly List<(string Anchor, string Definition)> _shared = [];
    private readonly Dictionary<string, string> _anchored = new(StringComparer.Ordinal);
    private readonly YamlStyle _style;
    private readonly YamlFlow _flow;
    private readonly string _end;
    private int _anchors;

    private YamlWriter(int style)
    {
        _style = new(style);
        _flow = new(_style);
        _end = Chance(4) ? "\r\n" : "\n";
    }

    public static string Write(MapNode root, int style)
    {
        var writer = new YamlWriter(style);
        writer._flow.FindTwice(root);
        return writer.Chance(8) && writer._flow.Value(root) is { } flow ? writer.Finish(flow + writer._end) : writer.WriteBlock(root);
    }

    private string WriteBlock(MapNode root)
    {
        foreach (var (key, value) in root.Entries)
        {
            Noise(0);
            Entry(key, value, 0, isRoot: true);
        }

        var shared = _shared.Count == 0 ? "" : "x-shared:" + _end + string.Concat(_shared.Select(item => $"  - &{item.Anchor} {item.Definition}{_end}"));
        return Finish((_shared.Count == 0 && root.Entries.Count == 0 ? "{}" + _end : shared) + _text);
    }

    private string Finish(string text)
    {
        var mark = Chance(6) ? "---" + _end : "";

        // Only the first document is read.
        text = mark + text + (mark.Length > 0 && Chance(3) ? "..." + _end : "") + (Chance(20) ? $"---{_end}routes: [{{from: x}}]{_end}" : "");
        return (Chance(6) ? "\uFEFF" : "") + (Chance(5) && !text.Contains(" |" + _end, StringComparison.Ordinal) ? text.TrimEnd('\r', '\n') : text);
    }

    private void Entry(string key, Node value, int indent, bool isRoot)
    {
        Indent(indent).Append(_flow.Key(key)).Append(':');
        Value(value, indent, isRoot, inList: false);
    }

    private void Value(Node value, int indent, bool isRoot, bool inList)
    {
        switch (value)
        {
            case MapNode { Entries.Count: > 0 } map when !Chance(5):
                Map(map, indent, inList);
                return;
            case ListNode { Items.Count: > 0 } list when !inList && !Chance(6):
                End();
                var column = indent + (isRoot && Chance(2) ? 0 : Chance(2) ? 4 : 2);
                foreach (var item in list.Items)
                {
                    Noise(column);
                    Indent(column).Append('-');
                    Value(item, column, isRoot: false, inList: true);
                }

                return;
            case TextNode { Value: [not (' ' or '\n'), ..] text } when text.EndsWith('\n') && !text.EndsWith("\n\n", StringComparison.Ordinal) && text.Length > 1 && BlockText().IsMatch(text):
                _text.Append(" |").Append(_end);
                foreach (var line in text.TrimEnd('\n').Split('\n'))
                {
                    Indent(indent + 2).Append(line).Append(_end);
                }

                return;
            default:
                var spelled = value is TextNode plain ? Anchored(plain.Value, indent) : _flow.Value(value);
                _text.Append(Chance(6) ? "   " : " ").Append(spelled);
                if (spelled[0] is '>' or '|')
                {
                    _text.Append(_end);
                }
                else
                {
                    End();
                }

                return;
        }
    }

    // A text with an anchor, an alias of an earlier one, or a block of its own.
    private string Anchored(string text, int indent)
    {
        if (_anchored.TryGetValue(text, out var anchor) && Chance(2))
        {
            return "*" + anchor;
        }

        if (Chance(12) && text.Length > 0 && text[0] != ' ' && !text.EndsWith(' ') && BlockText().IsMatch(text) && !text.Contains('\n', StringComparison.Ordinal))
        {
            return $"{_style.Pick(">-", "|-")}{_end}{new string(' ', indent + 2)}{text}";
        }

        if (Chance(8))
        {
            anchor = _anchored[text] = $"n{++_anchors}";
            return $"&{anchor} {_flow.Text(text)}";
        }

        return _flow.Text(text);
    }

    private void Map(MapNode map, int indent, bool inList)
    {
        var entries = map.Entries;
        var inner = indent + 2;
        if (inList)
        {
            // Part of the keys come from a mapping that is written elsewhere.
            if (entries.Count > 2 && Chance(8) && entries.Select(entry => entry.Key).Distinct(StringComparer.OrdinalIgnoreCase).Count() == entries.Count
                && entries.All(entry => entry.Key != "<<"))
            {
                var moved = entries.Where(_ => Chance(2)).ToList();
                if (moved.Count > 0)
                {
                    var anchor = $"s{++_anchors}";
                    _shared.Add((anchor, _flow.Value(new MapNode(moved))));
                    entries = [.. entries.Except(moved)];
                    _text.Append(CultureInfo.InvariantCulture, $" <<: *{anchor}");
                    End();
                }
                else
                {
                    _text.Append(' ').Append(_flow.Key(entries[0].Key)).Append(':');
                    Value(entries[0].Value, inner, isRoot: false, inList: false);
                    entries = [.. entries.Skip(1)];
                }
            }
            else if (Chance(6))
            {
                End();
            }
            else
            {
                _text.Append(' ').Append(_flow.Key(entries[0].Key)).Append(':');
                Value(entries[0].Value, inner, isRoot: false, inList: false);
                entries = [.. entries.Skip(1)];
            }
        }
        else
        {
            End();
        }

        foreach (var (key, value) in entries)
        {
            if (Chance(12))
            {
                Noise(inner);
            }

            Entry(key, value, inner, isRoot: false);
        }
    }

    private void Noise(int column)
    {
        if (Chance(7))
        {
            Indent(Chance(2) ? column : 0).Append(_style.Pick(Comments)).Append(_end);
        }
        else if (Chance(12))
        {
            _text.Append(_end);
        }
    }

    private void End() => _text.Append(Chance(9) ? "  # why" : "").Append(_end);

    private StringBuilder Indent(int column) => _text.Append(' ', column);

    private bool Chance(int oneIn) => _style.Chance(oneIn);

    [GeneratedRegex(@"^[^\x00-\x09\x0b-\x1f#\uFEFF]+\z")]
    private static partial Regex BlockText();
}
