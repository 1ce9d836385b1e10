using System.Globalization;
using System.Text.Json;

namespace PostHogProxy.Pomerium.Tests.Differential.Model;

/// <summary>
/// mapstructure's decoding with WeaklyTypedInput and Pomerium's hooks (P:config/constants.go, ViperPolicyHooks), type by type. A null sets
/// nothing, whatever the type.
/// </summary>
internal static class Weak
{
    private static readonly string[] True = ["1", "t", "T", "TRUE", "true", "True"];
    private static readonly string[] False = ["0", "f", "F", "FALSE", "false", "False"];

    public static string Text(Node? node) => node switch
    {
        null or NullNode => "",
        TextNode text => text.Value,
        FlagNode flag => flag.Value ? "1" : "0",
        WholeNode whole => whole.Value.ToString(CultureInfo.InvariantCulture),
        FractionNode fraction => fraction.Value.ToString("0.#################", CultureInfo.InvariantCulture),
        _ => throw No("text", node),
    };

    public static bool? Flag(Node? node) => node switch
    {
        null or NullNode => null,
        FlagNode flag => flag.Value,
        WholeNode whole => whole.Value != 0,
        FractionNode fraction => fraction.Value != 0,
        TextNode text when text.Value.Length == 0 || False.Contains(text.Value) => false,
        TextNode text when True.Contains(text.Value) => true,
        _ => throw No("boolean", node),
    };

    public static long? Whole(Node? node) => node switch
    {
        null or NullNode => null,
        WholeNode whole => whole.Value,
        FractionNode fraction => (long)fraction.Value,
        FlagNode flag => flag.Value ? 1 : 0,
        TextNode { Value.Length: 0 } => 0,
        TextNode text when BaseZero(text.Value) is { } number => number,
        _ => throw No("number", node),
    };

    // strconv.ParseInt with base 0. The generator writes underscores only where Go takes them.
    private static long? BaseZero(string text)
    {
        var sign = text[0] == '-' ? -1 : 1;
        var digits = text.TrimStart('+', '-').Replace("_", "", StringComparison.Ordinal).ToLowerInvariant();
        var (from, at) = digits switch
        {
            ['0', 'x', _, ..] => (16, 2),
            ['0', 'b', _, ..] => (2, 2),
            ['0', 'o', _, ..] => (8, 2),
            ['0', _, ..] => (8, 1),
            _ => (10, 0),
        };
        return digits.Length > 0 && text.Length - text.TrimStart('+', '-').Length < 2 && digits[at..].All(c => char.IsAsciiHexDigit(c) && Convert.ToInt32(c.ToString(), 16) < from)
            ? sign * Convert.ToInt64(digits[at..], from)
            : null;
    }

    /// <summary>Nanoseconds.</summary>
    public static double? Duration(Node? node) => node switch
    {
        TextNode text => GoDuration.Parse(text.Value) ?? throw No("duration", node),
        _ => Whole(node),
    };

    // StringToWeakSliceHookFunc(","): split, not trimmed. Anything else that is no list becomes a list of one.
    public static IReadOnlyList<string>? Texts(Node? node) => node switch
    {
        null or NullNode => null,
        TextNode { Value.Length: 0 } => [],
        TextNode text => text.Value.Split(','),
        ListNode list => [.. list.Items.Select(Text)],
        MapNode { Entries.Count: 0 } => [],
        _ => [Text(node)],
    };

    public static IReadOnlyDictionary<string, string>? TextMap(Node? node)
    {
        switch (node)
        {
            case null or NullNode:
                return null;
            case MapNode map:
                return Pairs(map.Entries);
            case ListNode list:
                var merged = new Dictionary<string, string>(StringComparer.Ordinal);
                foreach (var pair in list.Items.SelectMany(item => TextMap(item) ?? new Dictionary<string, string>()))
                {
                    merged[pair.Key] = pair.Value;
                }

                return merged;
            case TextNode text:
                try
                {
                    return JsonSerializer.Deserialize<Dictionary<string, string>>(text.Value);
                }
                catch (JsonException e)
                {
                    throw new NotTakenException($"{text.Value} is no JSON object of texts", e);
                }

            default:
                throw No("map", node);
        }

        static Dictionary<string, string> Pairs(IEnumerable<KeyValuePair<string, Node>> entries) =>
            entries.GroupBy(entry => entry.Key.ToLowerInvariant()).ToDictionary(group => group.Key, group => Text(group.Last().Value));
    }

    /// <summary>A struct: a mapping and nothing else; null where there is none.</summary>
    public static MapNode? Struct(Node? node) => node switch
    {
        null or NullNode => null,
        MapNode map => map,
        _ => throw No("mapping", node),
    };

    /// <summary>A map of anything but texts: a list of mappings is merged. The generator writes none of these as JSON that fits.</summary>
    public static IReadOnlyList<KeyValuePair<string, Node>> Map(Node? node) => node switch
    {
        null or NullNode => [],
        MapNode map => map.Entries,
        ListNode list => [.. list.Items.SelectMany(Map).GroupBy(entry => entry.Key.ToLowerInvariant()).Select(group => group.Last())],
        _ => throw No("map", node),
    };

    /// <summary>A list of structs: a mapping is a list of one.</summary>
    public static IReadOnlyList<MapNode?> Structs(Node? node) => node switch
    {
        null or NullNode => [],
        TextNode { Value.Length: 0 } => [],
        ListNode list => [.. list.Items.Select(Struct)],
        MapNode { Entries.Count: 0 } => [],
        _ => [Struct(node)],
    };

    /// <summary>decodeEnumHookFunc: the whole name, the name without what all begin with, or its end; a number goes unchecked.</summary>
    public static string? Enum(Node? node, string prefix, params string[] names)
    {
        switch (node)
        {
            case null or NullNode:
                return null;
            case TextNode { Value: var text }:
                return names.FirstOrDefault(name => text.Equals(prefix + name, StringComparison.OrdinalIgnoreCase))
                    ?? names.FirstOrDefault(name => text.Equals(name, StringComparison.OrdinalIgnoreCase))
                    ?? names.FirstOrDefault(name => (prefix + name).EndsWith("_" + text, StringComparison.OrdinalIgnoreCase))
                    ?? (text.Length == 0 ? names[0] : throw No("enumeration", node));
            default:
                var number = Whole(node)!.Value;
                return number >= 0 && number < names.Length ? names[number] : "";
        }
    }

    /// <summary>null.Int32 and null.Uint32 are read as JSON: a number without a fraction.</summary>
    public static long? JsonWhole(Node? node, bool isSigned = false) => node switch
    {
        null or NullNode => null,
        WholeNode whole when whole.Value <= (isSigned ? int.MaxValue : uint.MaxValue) && (isSigned || whole.Value >= 0) => whole.Value,
        FractionNode fraction when fraction.Value == Math.Floor(fraction.Value) && fraction.Value >= 0 => (long)fraction.Value,
        _ => throw No("JSON number", node),
    };

    /// <summary>null.Bool is read as JSON.</summary>
    public static bool? JsonFlag(Node? node) => node switch
    {
        null or NullNode => null,
        FlagNode flag => flag.Value,
        _ => throw No("JSON boolean", node),
    };

    private static NotTakenException No(string type, Node? node) => new($"{node} is no {type}");
}
