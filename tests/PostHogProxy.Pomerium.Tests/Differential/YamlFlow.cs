using System.Globalization;
using System.Text.RegularExpressions;

namespace PostHogProxy.Pomerium.Tests.Differential;

/// <summary>Spells keys and values within a line.</summary>
internal sealed partial class YamlFlow(YamlStyle style)
{
    // Keys that are there twice are spelled alike: in two cases they are two to YAML.
    private readonly HashSet<string> _twice = new(StringComparer.Ordinal);

    public void FindTwice(Node node)
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

    public string Value(Node value) => value switch
    {
        NullNode => style.Pick("null", "~", "Null", "NULL"),
        FlagNode flag => flag.Value ? style.Pick("true", "True", "TRUE") : style.Pick("false", "False", "FALSE"),
        WholeNode whole => Whole(whole.Value),
        FractionNode fraction => fraction.Value.ToString("0.0##############", CultureInfo.InvariantCulture),
        DateNode date => date.Value,
        ListNode list => "[" + string.Join(style.Pick(", ", ",", " , "), list.Items.Select(Value)) + (list.Items.Count > 0 ? style.Pick("]", " ]", ",]") : "]"),
        MapNode map => "{" + string.Join(", ", map.Entries.Select(entry => Key(entry.Key) + ": " + Value(entry.Value))) + "}",
        TextNode text => Text(text.Value),
        _ => throw new InvalidOperationException(),
    };

    public string Key(string key) => key == "<<" || style.IsPlain || _twice.Contains(key)
        ? PlainKey().IsMatch(key) || key == "<<" ? key : Quoted(key)
        : !PlainKey().IsMatch(key) ? Quoted(key)
        : style.Chance(12) ? char.ToUpperInvariant(key[0]) + key[1..]
        : style.Chance(40) ? key.ToUpperInvariant()
        : style.Chance(10) ? $"\"{key}\""
        : style.Chance(14) ? $"'{key}'"
        : key;

    public string Text(string text) => PlainText().IsMatch(text) && !LooksTyped(text)
        ? style.Pick(text, text, text, Quoted(text), $"'{text}'")
        : PlainTyped().IsMatch(text) && style.Chance(4) ? "!!str " + text
        : text.Any(c => c is < ' ' or '\x7f') || text.Contains('\uFEFF', StringComparison.Ordinal) || style.Chance(2) ? Quoted(text) : $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";

    // strconv.ParseInt(…, 0, 64) after the underscores are taken out.
    private string Whole(long value) => value < 0
        ? value.ToString(CultureInfo.InvariantCulture)
        : style.Chance(2)
            ? style.Pick(
                "0x" + value.ToString("x", CultureInfo.InvariantCulture),
                "0b" + value.ToString("b", CultureInfo.InvariantCulture),
                "0o" + Convert.ToString(value, 8),
                "0" + Convert.ToString(value, 8),
                "+" + value.ToString(CultureInfo.InvariantCulture),
                value > 9 ? value.ToString(CultureInfo.InvariantCulture).Insert(1, "_") : value.ToString(CultureInfo.InvariantCulture))
            : value.ToString(CultureInfo.InvariantCulture);

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

    [GeneratedRegex(@"^[A-Za-z_][A-Za-z0-9_/.@-]*\z")]
    private static partial Regex PlainKey();

    [GeneratedRegex(@"^[A-Za-z/^.$][A-Za-z0-9/^.$_@+*()\\:;=-]*(?<!:)\z")]
    private static partial Regex PlainText();

    // What is no text without quotes; yes, no, on and off are texts to Go's reader.
    [GeneratedRegex(@"^(?i:null|true|false|~|\.inf|\.nan)$|^[-+.]?[0-9]|^\.$", RegexOptions.CultureInvariant)]
    private static partial Regex TypedText();

    [GeneratedRegex(@"^[a-zA-Z0-9.+-]+\z")]
    private static partial Regex PlainTyped();
}
