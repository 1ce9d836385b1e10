using System.Globalization;
using PostHogProxy.Pomerium.Values;
using PostHogProxy.Pomerium.Yaml;

namespace PostHogProxy.Pomerium.Reading.Shapes;

/// <summary>What a field of Envoy's own messages holds.</summary>
internal enum ProtoKind
{
    Flag,
    Number32,
    Number64,
    Text,
    Duration,
    Enum,
    Free,
}

/// <summary>
/// <c>outlier_detection</c> and <c>health_checks</c>: Envoy's messages in the JSON that protojson reads (P:config/custom.go,
/// decodeProtoHookFunc). A duration is seconds with an s, a text is never a number, unknown keys are ignored.
/// </summary>
internal sealed class ProtoShape : Shape
{
    private readonly Dictionary<string, Shape> _fields;
    private readonly string[] _oneOf;

    public ProtoShape(Dictionary<string, Shape> fields, params string[] oneOf)
    {
        _fields = fields;
        _oneOf = oneOf;
    }

    protected override void JudgeValue(ConfigurationNode value, ShapeProblems problems)
    {
        if (value is not MappingNode mapping)
        {
            problems.Tell(value, $"'{problems.Key}' must be a mapping", "Write one key: value per line below it.");
            return;
        }

        foreach (var entry in mapping.Entries)
        {
            if (_fields.TryGetValue(entry.Name.ToLowerInvariant(), out var field))
            {
                field.Judge(entry.Value, problems.Below(entry.Name, entry.Key.Range));
            }
        }

        var set = _oneOf.Where(name => mapping.Find(name) is not null).ToList();
        if (set.Count > 1)
        {
            problems.Tell(mapping.Find(set[1])!.Key, $"Only one of {string.Join(", ", _oneOf)} may be set", "Keep one of them.");
        }
    }
}

/// <summary>A list in such a message: one value is none.</summary>
internal sealed class ProtoList : Shape
{
    private readonly Shape _item;

    public ProtoList(Shape item)
    {
        _item = item;
    }

    protected override void JudgeValue(ConfigurationNode value, ShapeProblems problems)
    {
        if (value is not SequenceNode list)
        {
            problems.Tell(value, $"'{problems.Key}' must be a list", "Write a list.");
            return;
        }

        foreach (var item in list.Items)
        {
            _item.Judge(item, problems);
        }
    }
}

/// <summary>A single value in such a message.</summary>
internal sealed class ProtoScalar : Shape
{
    private const double LongestDuration = 315_576_000_000;

    private readonly ProtoKind _kind;

    public ProtoScalar(ProtoKind kind)
    {
        _kind = kind;
    }

    protected override void JudgeValue(ConfigurationNode value, ShapeProblems problems)
    {
        if (_kind == ProtoKind.Free || (value is ScalarNode node && Takes(GoScalar.Of(node), node)))
        {
            return;
        }

        var wanted = _kind switch
        {
            ProtoKind.Flag => "true or false",
            ProtoKind.Number32 or ProtoKind.Number64 => "a whole number",
            ProtoKind.Duration => "seconds with an s, such as 90s or 0.5s",
            ProtoKind.Enum => "one of its values",
            _ => "a text",
        };
        problems.Tell(value, $"'{problems.Key}' must be {wanted}{(value is ScalarNode written ? $", not '{written.Value}'" : "")}", $"Write {wanted}.");
    }

    private bool Takes(GoScalar scalar, ScalarNode node) => _kind switch
    {
        ProtoKind.Flag => scalar.Kind == GoKind.Flag,
        ProtoKind.Text => scalar.Kind is GoKind.Text or GoKind.Time,
        ProtoKind.Enum => scalar.Kind is GoKind.Text or GoKind.Time or GoKind.Integer,
        ProtoKind.Duration => scalar.Kind == GoKind.Text && IsSeconds(scalar.Text),
        ProtoKind.Number64 => IsWhole(scalar, node, long.MinValue, long.MaxValue),
        _ => IsWhole(scalar, node, 0, uint.MaxValue),
    };

    // A number may be in quotes here.
    private static bool IsWhole(GoScalar scalar, ScalarNode node, double least, double most)
    {
        var number = scalar.Kind switch
        {
            GoKind.Integer or GoKind.Float => scalar.Number,
            GoKind.Text when double.TryParse(node.Value, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out var parsed) => parsed,
            _ => double.NaN,
        };
        return Math.Floor(number) == number && number >= least && number <= most;
    }

    private static bool IsSeconds(string text)
    {
        var at = text.Length > 0 && text[0] is '-' or '+' ? 1 : 0;
        var whole = at;
        while (at < text.Length && text[at] is >= '0' and <= '9')
        {
            at++;
        }

        var isWhole = at > whole;
        if (isWhole && at - whole > 1 && text[whole] == '0')
        {
            return false;
        }

        if (at < text.Length && text[at] == '.')
        {
            var fraction = ++at;
            while (at < text.Length && at - fraction < 9 && text[at] is >= '0' and <= '9')
            {
                at++;
            }

            isWhole = true;
        }

        // "5.", which protojson takes and .NET does too.
        var number = text.Substring(0, at);
        return isWhole && at == text.Length - 1 && text[at] == 's'
            && double.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) && Math.Abs(seconds) <= LongestDuration;
    }
}
