using System.Globalization;
using PostHogProxy.Pomerium.Yaml;

namespace PostHogProxy.Pomerium.Values;

/// <summary>What go-yaml makes of a value before anybody asks for a type.</summary>
internal enum GoKind
{
    Null,
    Flag,
    Integer,
    Float,
    Time,
    Text,
}

/// <summary>A value with the type that go-yaml v3 gives it (resolve.go): <c>yes</c> is a text, <c>0x10</c> and <c>1_000</c> are numbers, <c>2001-01-01</c> is a date.</summary>
/// <param name="Kind">The type.</param>
/// <param name="Number">The number, and 1 or 0 for a boolean.</param>
/// <param name="Text">The text that an option of type string gets (mapstructure's decodeString); a date is none.</param>
internal readonly record struct GoScalar(GoKind Kind, double Number, string Text)
{
    public static GoScalar Of(ScalarNode node)
    {
        if (!node.IsPlain)
        {
            return new(GoKind.Text, 0, node.Value);
        }

        switch (node.Value)
        {
            case "" or "~" or "null" or "Null" or "NULL":
                return new(GoKind.Null, 0, "");
            case "true" or "True" or "TRUE":
                return new(GoKind.Flag, 1, "1");
            case "false" or "False" or "FALSE":
                return new(GoKind.Flag, 0, "0");
            case ".nan" or ".NaN" or ".NAN":
                return new(GoKind.Float, double.NaN, "NaN");
            case ".inf" or ".Inf" or ".INF" or "+.inf" or "+.Inf" or "+.INF":
                return new(GoKind.Float, double.PositiveInfinity, "+Inf");
            case "-.inf" or "-.Inf" or "-.INF":
                return new(GoKind.Float, double.NegativeInfinity, "-Inf");
        }

        return node.Value[0] is >= '0' and <= '9' or '-' or '+' or '.' ? OfNumber(node.Value) : new(GoKind.Text, 0, node.Value);
    }

    private static GoScalar OfNumber(string text)
    {
        if (GoTime.Is(text))
        {
            return new(GoKind.Time, 0, "");
        }

        var plain = text[0] == '.' ? text : text.Replace("_", "");
        if (text[0] != '.' && GoNumber.Integer(plain) is { } integer)
        {
            return new(GoKind.Integer, (double)integer, integer.ToString(CultureInfo.InvariantCulture));
        }

        return GoNumber.Float(plain) is { } number ? new(GoKind.Float, number, Written(number)) : new(GoKind.Text, 0, text);
    }

    // Go's 'f' without an exponent.
    private static string Written(double number)
    {
        var text = number.ToString("R", CultureInfo.InvariantCulture);
        return text.Contains('E') && Math.Abs(number) < 1e28 ? ((decimal)number).ToString(CultureInfo.InvariantCulture) : text;
    }
}
