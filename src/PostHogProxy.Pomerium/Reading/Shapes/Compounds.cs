using PostHogProxy.Pomerium.Values;
using PostHogProxy.Pomerium.Yaml;

namespace PostHogProxy.Pomerium.Reading.Shapes;

/// <summary>A list. One value is a list of one, a text with commas is several, an empty mapping is none.</summary>
internal sealed class ListShape : Shape
{
    private readonly Shape _item;
    private readonly Action<IReadOnlyList<ConfigurationNode>, ShapeProblems>? _more;

    public ListShape(Shape item, Action<IReadOnlyList<ConfigurationNode>, ShapeProblems>? more = null)
    {
        _item = item;
        _more = more;
    }

    public override KeyKind Kind => _item is TextShape ? KeyKind.List : KeyKind.Other;

    protected override void JudgeValue(ConfigurationNode value, ShapeProblems problems)
    {
        var items = Items(value);
        foreach (var item in items)
        {
            if (_item is TextShape && item is not ScalarNode)
            {
                problems.Tell(item, $"'{problems.Key}' must be a list of texts", "Write a list of texts.");
            }
            else
            {
                _item.Judge(item, problems);
            }
        }

        _more?.Invoke(items, problems);
    }

    /// <summary>What a value is as a list.</summary>
    public static IReadOnlyList<ConfigurationNode> Items(ConfigurationNode value) => value switch
    {
        SequenceNode list => list.Items,
        MappingNode { Entries.Count: 0 } => [],
        ScalarNode { Value: "" } => [],
        ScalarNode scalar when GoScalar.Of(scalar).Kind == GoKind.Text => [.. scalar.Value.Split(',').Select(part => new ScalarNode(scalar.Range, part, isPlain: false))],
        _ => [value],
    };

    /// <summary>Whether there is anything in it; without a value there is nothing.</summary>
    public static bool HasItems(ConfigurationNode value) => value is not ScalarNode { IsNull: true } && Items(value).Count > 0;
}

/// <summary>
/// Names with values. A list of such mappings is merged, and a text is read as JSON (P:config/custom.go, decodeStringToMapHookFunc), where
/// a value has to be of its own type.
/// </summary>
internal sealed class MapShape : Shape
{
    private readonly Shape _value;
    private readonly bool _takesJson;

    public MapShape(Shape value, bool takesJson = true)
    {
        _value = value;
        _takesJson = takesJson;
    }

    public override KeyKind Kind => KeyKind.Map;

    protected override void JudgeValue(ConfigurationNode value, ShapeProblems problems)
    {
        switch (value)
        {
            case MappingNode mapping:
                foreach (var entry in mapping.Entries)
                {
                    _value.Judge(entry.Value, problems.Below(entry.Name, entry.Key.Range));
                }

                break;
            case SequenceNode list:
                foreach (var item in list.Items)
                {
                    Judge(item, problems);
                }

                break;
            case ScalarNode text when _takesJson && GoScalar.Of(text).Kind == GoKind.Text:
                JudgeJson(text, problems);
                break;
            default:
                problems.Tell(value, $"'{problems.Key}' must be names with values, not '{value}'", "Write one name: value per line.");
                break;
        }
    }

    private void JudgeJson(ScalarNode text, ShapeProblems problems)
    {
        var json = JsonText.Parse(text);
        if (json is not (MappingNode or ScalarNode { IsNull: true }))
        {
            problems.Tell(text, $"'{problems.Key}' must be names with values, and the text '{text}' isn't a JSON object", "Write one name: value per line.");
            return;
        }

        var wrong = (json as MappingNode)?.Entries.FirstOrDefault(entry => entry.Value is not ScalarNode { IsNull: true } && !IsJson(entry.Value));
        if (wrong is not null)
        {
            problems.Tell(text, $"The JSON of '{problems.Key}' has another value for '{wrong.Name}' than {(_value switch { FlagShape => "a boolean", ListShape => "a list", StructShape => "an object", _ => "a text" })}", "Write one name: value per line.");
        }
    }

    private bool IsJson(ConfigurationNode value) => _value switch
    {
        TextShape => value is ScalarNode { IsPlain: false },
        ListShape => value is SequenceNode,
        StructShape => value is MappingNode,
        FlagShape => value is ScalarNode { IsPlain: true } scalar && GoScalar.Of(scalar).Kind == GoKind.Flag,
        _ => true,
    };
}

/// <summary>A mapping with known keys; others are ignored.</summary>
internal sealed class StructShape : Shape
{
    private readonly Dictionary<string, Shape> _fields;
    private readonly Action<MappingNode, ShapeProblems>? _more;

    public StructShape(Dictionary<string, Shape> fields, Action<MappingNode, ShapeProblems>? more = null)
    {
        _fields = fields;
        _more = more;
    }

    public override KeyKind Kind => KeyKind.Map;

    protected override void JudgeValue(ConfigurationNode value, ShapeProblems problems)
    {
        if (value is not MappingNode mapping)
        {
            // Without fields that can be set, a date is an empty struct to Go.
            if (value is not ScalarNode scalar || GoScalar.Of(scalar).Kind != GoKind.Time)
            {
                problems.Tell(value, $"'{problems.Key}' must be a mapping{(_fields.Count > 0 ? " with " + string.Join(", ", _fields.Keys.Take(8)) : "")}", "Write one key: value per line below it.");
            }

            return;
        }

        foreach (var entry in mapping.Entries)
        {
            if (_fields.TryGetValue(entry.Name, out var field))
            {
                field.Judge(entry.Value, problems.Below(entry.Name, entry.Key.Range));
            }
        }

        _more?.Invoke(mapping, problems);
    }
}
