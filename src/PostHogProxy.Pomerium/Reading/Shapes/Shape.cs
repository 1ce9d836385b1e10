using PostHogProxy.Pomerium.Values;
using PostHogProxy.Pomerium.Yaml;

namespace PostHogProxy.Pomerium.Reading.Shapes;

/// <summary>
/// What an option of Pomerium takes. A value is judged as viper, mapstructure with WeaklyTypedInput and Pomerium's own decode hooks
/// (P:config/constants.go, ViperPolicyHooks) take it apart; one without a value is as if it were not written.
/// </summary>
internal abstract class Shape
{
    /// <summary>Roughly what this is.</summary>
    public virtual KeyKind Kind => KeyKind.Other;

    public void Judge(ConfigurationNode value, ShapeProblems problems)
    {
        if (value is not ScalarNode { IsNull: true })
        {
            JudgeValue(value, problems);
        }
    }

    protected abstract void JudgeValue(ConfigurationNode value, ShapeProblems problems);

    /// <summary>The value; null, with the problem told, where it is a list, a mapping or a date.</summary>
    protected static GoScalar? Scalar(ConfigurationNode value, ShapeProblems problems)
    {
        if (value is not ScalarNode node)
        {
            problems.Tell(value, $"'{problems.Key}' must be a single value", "Write one value.");
            return null;
        }

        var scalar = GoScalar.Of(node);
        if (scalar.Kind != GoKind.Time)
        {
            return scalar;
        }

        problems.Tell(value, $"'{node.Value}' is a date to YAML, and '{problems.Key}' can't be a date", "Write it in quotes.", $"\"{node.Value}\"");
        return null;
    }
}
