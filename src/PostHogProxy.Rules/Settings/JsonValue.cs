using PostHogProxy.Rules.Findings;

namespace PostHogProxy.Rules.Settings;

internal enum JsonKind
{
    Object,
    Array,
    String,
    Number,
    True,
    False,
    Null,
}

/// <summary>One value of a JSON text, with its place.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Range">The whole of it, quotes and brackets included.</param>
/// <param name="Text">What configuration makes of it; null for <c>null</c>, an object and an array.</param>
internal sealed record JsonValue(JsonKind Kind, TextRange Range, string? Text)
{
    /// <summary>The members of an object, in the order of the text. The elements of an array are members named by their index.</summary>
    public IReadOnlyList<JsonMember> Members { get; init; } = [];
}

/// <param name="Name">The name, escapes resolved.</param>
/// <param name="NameRange">Where the name stands, quotes included; for an element of an array, where the element stands.</param>
/// <param name="Value">What it names.</param>
internal sealed record JsonMember(string Name, TextRange NameRange, JsonValue Value);
