using System.Text.Json;

namespace PostHogProxy.Outbox.Times;

/// <summary>Where one member of an object stands in the text.</summary>
internal sealed class JsonMember
{
    public int Start { get; init; }

    public int ValueStart { get; private set; }

    public int End { get; private set; }

    private int? PreviousEnd { get; init; }

    private int? NextStart { get; set; }

    /// <summary>What goes with the member when it is taken out: one comma beside it.</summary>
    public (int Start, int End) WithComma =>
        NextStart is { } next ? (Start, next)
        : PreviousEnd is { } previous ? (previous, End)
        : (Start, End);

    /// <summary>The next member of the object that <paramref name="reader"/> is in, or null at its end. The reader is left at the member's name.</summary>
    public static JsonMember? Next(ref Utf8JsonReader reader, JsonMember? previous)
    {
        if (!reader.Read() || reader.TokenType == JsonTokenType.EndObject)
        {
            return null;
        }

        var start = (int)reader.TokenStartIndex;
        previous?.NextStart = start;
        return new JsonMember { Start = start, PreviousEnd = previous?.End };
    }

    /// <summary>Goes from the name to the value.</summary>
    public void Open(ref Utf8JsonReader reader)
    {
        reader.Read();
        ValueStart = (int)reader.TokenStartIndex;
    }

    /// <summary>Goes to the value's end, however much of it was read.</summary>
    public void Close(ref Utf8JsonReader reader)
    {
        reader.Skip();
        End = (int)reader.BytesConsumed;
    }
}
