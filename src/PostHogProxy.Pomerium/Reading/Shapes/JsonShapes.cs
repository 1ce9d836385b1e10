using PostHogProxy.Pomerium.Values;
using PostHogProxy.Pomerium.Yaml;

namespace PostHogProxy.Pomerium.Reading.Shapes;

/// <summary>
/// What goes through JSON on its way (P:config/custom.go, decodeNull…HookFunc), so that a number in quotes is none and a text is no boolean.
/// </summary>
internal sealed class JsonShape : Shape
{
    private readonly GoKind _kind;
    private readonly double _least;
    private readonly double _most;

    private JsonShape(GoKind kind, double least = 0, double most = 0)
    {
        _kind = kind;
        _least = least;
        _most = most;
    }

    public static JsonShape Flag() => new(GoKind.Flag);

    public static JsonShape Text() => new(GoKind.Text);

    public static JsonShape Number(double least, double most) => new(GoKind.Integer, least, most);

    protected override void JudgeValue(ConfigurationNode value, ShapeProblems problems)
    {
        if (value is ScalarNode node && Takes(GoScalar.Of(node)))
        {
            return;
        }

        var wanted = _kind switch { GoKind.Flag => "true or false", GoKind.Text => "a text in quotes", _ => $"a whole number from {_least:0} to {_most:0}" };
        problems.Tell(value, $"'{problems.Key}' must be {wanted}{(value is ScalarNode written ? $", not '{written.Value}'" : "")}", $"Write {wanted}{(_kind == GoKind.Text ? "" : ", without quotes")}.");
    }

    private bool Takes(GoScalar scalar) => _kind switch
    {
        GoKind.Flag => scalar.Kind == GoKind.Flag,
        GoKind.Text => scalar.Kind is GoKind.Text or GoKind.Time,
        _ => scalar.Kind is GoKind.Integer or GoKind.Float && Math.Floor(scalar.Number) == scalar.Number && scalar.Number >= _least && scalar.Number <= _most,
    };
}

/// <summary>Headers with the claims they carry: names with values, a list of claims, or a text with them (P:config/custom.go, JWTClaimHeaders).</summary>
internal sealed class ClaimHeadersShape : Shape
{
    private const string Signs = "!#$%&'*+-.^_`|~";

    protected override void JudgeValue(ConfigurationNode value, ShapeProblems problems)
    {
        switch (value)
        {
            case MappingNode mapping:
                foreach (var entry in mapping.Entries.Where(entry => entry.Name.Length == 0 || !entry.Name.All(c => c is >= '0' and <= '9' or >= 'a' and <= 'z' or >= 'A' and <= 'Z' || Signs.Contains(c))))
                {
                    problems.Tell(entry.Key, $"'{entry.Name}' isn't a header name", "Write a name of letters, digits and hyphens.");
                }

                break;
            case SequenceNode list when list.Items.OfType<MappingNode>().FirstOrDefault() is { } nested:
                problems.Tell(nested, $"A list of '{problems.Key}' has a mapping in it", "Write the claims, or names of headers with claims.");
                break;
            case ScalarNode scalar when GoScalar.Of(scalar).Kind is not (GoKind.Text or GoKind.Time):
                problems.Tell(scalar, $"'{problems.Key}' must be names with values or a list of claims, not '{scalar.Value}'", "Write the claims as a list.");
                break;
        }
    }
}

/// <summary>Alternative names of a client certificate: <c>{type: pattern}</c> (P:config/mtls.go, SANMatcher).</summary>
internal sealed class AlternativeNameShape : Shape
{
    private static readonly string[] Types = ["email", "dns", "uri", "ip_address", "user_principal_name"];

    protected override void JudgeValue(ConfigurationNode value, ShapeProblems problems)
    {
        var entry = value is MappingNode { Entries.Count: 1 } mapping ? mapping.Entries[0] : null;
        if (entry?.Scalar is not { } pattern || GoScalar.Of(pattern).Kind is not (GoKind.Text or GoKind.Time or GoKind.Null))
        {
            problems.Tell(value, $"An entry of '{problems.Key}' has one type with its pattern as a text", "Write it as in dns: \".*\\.example\\.com\".");
        }
        else if (!Types.Contains(entry.Name.ToLowerInvariant()))
        {
            problems.Tell(entry.Key, $"'{entry.Name}' isn't a type of alternative name. The types are {string.Join(", ", Types)}", "Use one of these.");
        }
    }
}
