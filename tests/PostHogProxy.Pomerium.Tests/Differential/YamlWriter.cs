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

    private readonly Random? _random;
    private readonly StringBuilder _text = new();
    private readonly List<(string Anchor, string Definition)> _shared = [];
    private readonly Dictionary<string, string> _anchored = new(StringComparer.Ordinal);
    private readonly string _end;
    private int _anchors;

    // Keys that are there twice are spelled alike: in two cases they are two to YAML.
    private readonly HashSet<string> _twice = new(StringComparer.Ordinal);

    private YamlWriter(int style)
    {
        _random = style == 0 ? null : new(style);
        _end = Chance(4) ? "\r\n" : "\n";
    }

    public static string Write(MapNode root, int style)
    {
        var writer = new YamlWriter(style);
        writer.FindTwice(root);
        return writer.Chance(8) && writer.Flow(root) is { } flow ? writer.Finish(flow + writer._end) : writer.WriteBlock(root);
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
        Indent(indent).Append(Key(key)).Append(':');
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
                var spelled = value is TextNode plain ? Anchored(plain.Value, indent) : Flow(value);
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
            return $"{Pick(">-", "|-")}{_end}{new string(' ', indent + 2)}{text}";
        }

        if (Chance(8))
        {
            anchor = _anchored[text] = $"n{++_anchors}";
            return $"&{anchor} {Text(text)}";
        }

        return Text(text);
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
                    _shared.Add((anchor, Flow(new MapNode(moved))));
                    entries = [.. entries.Except(moved)];
                    _text.Append(CultureInfo.InvariantCulture, $" <<: *{anchor}");
                    End();
                }
                else
                {
                    _text.Append(' ').Append(Key(entries[0].Key)).Append(':');
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
                _text.Append(' ').Append(Key(entries[0].Key)).Append(':');
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

    private string Flow(Node value) => value switch
    {
        NullNode => Pick("null", "~", "Null", "NULL"),
        FlagNode flag => flag.Value ? Pick("true", "True", "TRUE") : Pick("false", "False", "FALSE"),
        WholeNode whole => Whole(whole.Value),
        FractionNode fraction => fraction.Value.ToString("0.0##############", CultureInfo.InvariantCulture),
        DateNode date => date.Value,
        ListNode list => "[" + string.Join(Pick(", ", ",", " , "), list.Items.Select(Flow)) + (list.Items.Count > 0 ? Pick("]", " ]", ",]") : "]"),
        MapNode map => "{" + string.Join(", ", map.Entries.Select(entry => Key(entry.Key) + ": " + Flow(entry.Value))) + "}",
        TextNode text => Text(text.Value),
        _ => throw new InvalidOperationException(),
    };

    // strconv.ParseInt(…, 0, 64) after the underscores are taken out.
    private string Whole(long value) => value < 0
        ? value.ToString(CultureInfo.InvariantCulture)
        : Chance(2)
            ? Pick(
                "0x" + value.ToString("x", CultureInfo.InvariantCulture),
                "0b" + value.ToString("b", CultureInfo.InvariantCulture),
                "0o" + Convert.ToString(value, 8),
                "0" + Convert.ToString(value, 8),
                "+" + value.ToString(CultureInfo.InvariantCulture),
                value > 9 ? value.ToString(CultureInfo.InvariantCulture).Insert(1, "_") : value.ToString(CultureInfo.InvariantCulture))
            : value.ToString(CultureInfo.InvariantCulture);

    private void FindTwice(Node node)
    {
        if (node is MapNode map)
        {
            _twice.UnionWith(map.Entries.GroupBy(entry => entry.Key).Where(group => group.Skip(1).Any()).Select(group => group.Key));
            foreach (var (_, value) in map.Entries)
            {
                FindTwice(value);
            }
        }
        else if (node is ListNode list)
        {
            foreach (var item in list.Items)
            {
                FindTwice(item);
            }
        }
    }

    private string Key(string key) => key == "<<" || _random is null || _twice.Contains(key)
        ? PlainKey().IsMatch(key) || key == "<<" ? key : Quoted(key)
        : !PlainKey().IsMatch(key) ? Quoted(key)
        : Chance(12) ? char.ToUpperInvariant(key[0]) + key[1..]
        : Chance(40) ? key.ToUpperInvariant()
        : Chance(10) ? $"\"{key}\""
        : Chance(14) ? $"'{key}'"
        : key;

    private string Text(string text) => PlainText().IsMatch(text) && !LooksTyped(text)
        ? Pick(text, text, text, Quoted(text), $"'{text}'")
        : PlainTyped().IsMatch(text) && Chance(4) ? "!!str " + text
        : text.Any(c => c is < ' ' or '\x7f') || text.Contains('\uFEFF', StringComparison.Ordinal) || Chance(2) ? Quoted(text) : $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";

    private static bool LooksTyped(string text) => TypedText().IsMatch(text);

    private static string Quoted(string text) => "\"" + string.Concat(text.Select(c => c switch
    {
        '"' => "\\\"",
        '\\' => "\\\\",
        '\n' => "\\n",
        '\t' => "\\t",
        < ' ' or '\x7f' => $"\\x{(int)c:x2}",
        _ => c.ToString(),
    })) + "\"";

    private void Noise(int column)
    {
        if (Chance(7))
        {
            Indent(Chance(2) ? column : 0).Append(Comments[_random!.Next(Comments.Length)]).Append(_end);
        }
        else if (Chance(12))
        {
            _text.Append(_end);
        }
    }

    private void End() => _text.Append(Chance(9) ? "  # why" : "").Append(_end);

    private StringBuilder Indent(int column) => _text.Append(' ', column);

    private bool Chance(int oneIn) => _random is not null && _random.Next(oneIn) == 0;

    private string Pick(params string[] choices) => _random is null ? choices[0] : choices[_random.Next(choices.Length)];

    [GeneratedRegex(@"^[A-Za-z_][A-Za-z0-9_/.@-]*\z")]
    private static partial Regex PlainKey();

    [GeneratedRegex(@"^[A-Za-z/^.$][A-Za-z0-9/^.$_@+*()\\:;=-]*(?<!:)\z")]
    private static partial Regex PlainText();

    // What is no text without quotes; yes, no, on and off are texts to Go's reader.
    [GeneratedRegex(@"^(?i:null|true|false|~|\.inf|\.nan)$|^[-+.]?[0-9]|^\.$", RegexOptions.CultureInvariant)]
    private static partial Regex TypedText();

    [GeneratedRegex(@"^[a-zA-Z0-9.+-]+\z")]
    private static partial Regex PlainTyped();

    [GeneratedRegex(@"^[^\x00-\x09\x0b-\x1f#\uFEFF]+\z")]
    private static partial Regex BlockText();
}
