using System.Globalization;
using PostHogProxy.Pomerium.Values;
using PostHogProxy.Pomerium.Yaml;

namespace PostHogProxy.Pomerium.Reading.Shapes;

/// <summary>Anything: the key is known, its value is judged elsewhere or not at all.</summary>
internal sealed class AnyShape : Shape
{
    protected override void JudgeValue(ConfigurationNode value, ShapeProblems problems)
    {
    }
}

/// <summary>A text. Numbers and booleans become one (<c>true</c> becomes "1").</summary>
internal sealed class TextShape : Shape
{
    public override KeyKind Kind => KeyKind.Text;

    protected override void JudgeValue(ConfigurationNode value, ShapeProblems problems) => Scalar(value, problems);
}

/// <summary>A boolean: one of YAML's, a number, or a text that Go's ParseBool takes.</summary>
internal sealed class FlagShape : Shape
{
    public override KeyKind Kind => KeyKind.Flag;

    protected override void JudgeValue(ConfigurationNode value, ShapeProblems problems)
    {
        if (Scalar(value, problems) is null || ScalarValue.Flag((ScalarNode)value) is not null)
        {
            return;
        }

        var written = ((ScalarNode)value).Value;
        var meant = written.ToLowerInvariant() switch
        {
            "yes" or "on" or "y" => "true",
            "no" or "off" or "n" => "false",
            _ => null,
        };
        problems.Say(
            value,
            $"'{written}' isn't a boolean to Pomerium, which does not load the file ('{problems.Key}').",
            meant is null ? "Write true or false." : $"Write {meant}.",
            meant);
    }
}

/// <summary>A whole number. A text is one only where Go's ParseInt takes all of it; of a fraction the rest is cut off.</summary>
internal sealed class NumberShape : Shape
{
    private readonly decimal _least;
    private readonly decimal _most;

    public NumberShape(decimal least, decimal most)
    {
        _least = least;
        _most = most;
    }

    protected override void JudgeValue(ConfigurationNode value, ShapeProblems problems)
    {
        if (Scalar(value, problems) is { Kind: GoKind.Text, Text: { Length: > 0 } text } && !(GoNumber.Integer(text) is { } number && number >= _least && number <= _most && (_least < 0 || text[0] is not ('-' or '+'))))
        {
            problems.Tell(value, $"'{problems.Key}' must be a whole number, not '{text}'", "Write a number without quotes.");
        }
    }
}

/// <summary>A number with a point.</summary>
internal sealed class FloatShape : Shape
{
    protected override void JudgeValue(ConfigurationNode value, ShapeProblems problems)
    {
        if (Scalar(value, problems) is { Kind: GoKind.Text, Text: { Length: > 0 } text }
            && !double.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out _))
        {
            problems.Tell(value, $"'{problems.Key}' must be a number, not '{text}'", "Write a number.");
        }
    }
}

/// <summary>A duration: a text that Go's ParseDuration takes. A bare number loads and is nanoseconds.</summary>
internal sealed class DurationShape : Shape
{
    private readonly TimeSpan? _least;

    /// <param name="least">Below it Pomerium does not load the file.</param>
    public DurationShape(TimeSpan? least = null)
    {
        _least = least;
    }

    public override KeyKind Kind => KeyKind.Duration;

    protected override void JudgeValue(ConfigurationNode value, ShapeProblems problems)
    {
        if (Scalar(value, problems) is null)
        {
            return;
        }

        var written = ((ScalarNode)value).Value;
        var duration = ScalarValue.Duration((ScalarNode)value, out var nanoseconds);
        var digits = written.Length > 0 && written.All(c => c is >= '0' and <= '9');
        var fix = digits ? $"Write {written}s for seconds." : "Write a number with its unit, such as 30s.";
        if (duration is null)
        {
            problems.Say(value, $"'{written}' isn't a duration. Pomerium does not load the file ('{problems.Key}').", fix, digits ? written + "s" : null);
        }
        else if (duration < _least)
        {
            problems.Tell(value, $"'{written}' is too short for '{problems.Key}'{(nanoseconds ? ": a number without a unit is nanoseconds" : "")}", fix);
        }
        else if (nanoseconds)
        {
            problems.Say(value, $"'{problems.Key}: {written}' has no unit. Pomerium reads nanoseconds.", fix, digits ? written + "s" : null);
        }
    }
}

/// <summary>A whole number of milliseconds (P:config/otelconfig, OtelDurationFunc).</summary>
internal sealed class MillisecondsShape : Shape
{
    protected override void JudgeValue(ConfigurationNode value, ShapeProblems problems)
    {
        if (Scalar(value, problems) is { } scalar && !(scalar.Kind is GoKind.Integer or GoKind.Text && long.TryParse(scalar.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _)))
        {
            problems.Tell(value, $"'{problems.Key}' must be a whole number of milliseconds, not '{value}'", "Write a number.");
        }
    }
}

/// <summary>One of a few texts, in any case or in one.</summary>
internal sealed class ChoiceShape : Shape
{
    private readonly string[] _choices;
    private readonly StringComparison _comparison;
    private readonly bool _takesEmpty;

    public ChoiceShape(string choices, bool ignoreCase = false, bool takesEmpty = true)
    {
        _takesEmpty = takesEmpty;
        _choices = choices.Split(' ');
        _comparison = ignoreCase ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;
    }

    public override KeyKind Kind => KeyKind.Text;

    protected override void JudgeValue(ConfigurationNode value, ShapeProblems problems)
    {
        if (Scalar(value, problems) is { Text: var text } && !(text.Length == 0 && _takesEmpty) && !_choices.Any(choice => text.Equals(choice, _comparison)))
        {
            var meant = Spelling.Closest(text.ToLowerInvariant(), _choices);
            problems.Tell(
                value, $"'{problems.Key}' can't be '{text}'. Its values are {string.Join(", ", _choices)}", meant is null ? "Use one of these." : $"Did you mean '{meant}'?", meant);
        }
    }
}

/// <summary>
/// A value of an enumeration of Pomerium's (P:config/custom.go, decodeEnumHookFunc): its name, its name without what all names begin with,
/// or the end of its name behind an underscore; without regard to case. A number is taken as it is, an empty text is the first value.
/// </summary>
internal sealed class EnumShape : Shape
{
    private readonly string[] _names;
    private readonly string[] _short;

    /// <param name="prefix">With what all names begin.</param>
    /// <param name="names">The rest of each.</param>
    public EnumShape(string prefix, string names)
    {
        _short = names.Split(' ');
        _names = [.. _short.Select(name => prefix + name)];
    }

    public override KeyKind Kind => KeyKind.Text;

    public bool Takes(string text) => text.Length == 0
        || _names.Concat(_short).Any(name => name.Equals(text, StringComparison.OrdinalIgnoreCase))
        || _names.Any(name => name.EndsWith("_" + text, StringComparison.OrdinalIgnoreCase));

    /// <summary>The number of the value a scalar stands for, the first being 0; null where it stands for none.</summary>
    public int? Number(ScalarNode node)
    {
        var scalar = GoScalar.Of(node);
        if (scalar.Kind is GoKind.Integer or GoKind.Float or GoKind.Flag)
        {
            return Math.Abs(scalar.Number) < int.MaxValue ? (int)scalar.Number : null;
        }

        if (scalar.Kind != GoKind.Text)
        {
            return null;
        }

        foreach (var names in new[] { _names, _short })
        {
            var place = Array.FindIndex(names, name => name.Equals(scalar.Text, StringComparison.OrdinalIgnoreCase));
            if (place >= 0)
            {
                return place;
            }
        }

        var end = Array.FindIndex(_names, name => name.EndsWith("_" + scalar.Text, StringComparison.OrdinalIgnoreCase));
        return end >= 0 ? end : scalar.Text.Length == 0 ? 0 : null;
    }

    protected override void JudgeValue(ConfigurationNode value, ShapeProblems problems)
    {
        if (Scalar(value, problems) is not { Kind: GoKind.Text, Text: var text } || Takes(text))
        {
            return;
        }

        var known = _short.Select(name => name.ToLowerInvariant()).ToList();
        var meant = known.FirstOrDefault(name => name.Replace("_", "").Equals(text.Replace("_", "").Replace("-", ""), StringComparison.OrdinalIgnoreCase))
            ?? Spelling.Closest(text.ToLowerInvariant(), known);
        problems.Tell(
            value,
            $"'{problems.Key}' can't be '{text}'. Its values are {string.Join(", ", known.Where(name => name is not ("unknown" or "unspecified")))}",
            meant is null ? "Use one of these." : $"Did you mean '{meant}'?",
            meant);
    }
}
