using System.Text.Json;

namespace PostHogProxy.Outbox.Times;

/// <summary>Writes the changes that give each event of a request its absolute time.</summary>
/// <param name="sentAt">When the SDK sent the request; null where it does not say so.</param>
/// <param name="receivedAt">When the request's body had come.</param>
/// <param name="splice">Takes the changes.</param>
internal sealed class EventStamper(DateTime? sentAt, DateTime receivedAt, Splice splice)
{
    /// <summary>Every event of the array that <paramref name="reader"/> is at.</summary>
    public void StampAll(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            throw new JsonException();
        }

        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            Stamp(ref reader);
        }
    }

    /// <summary>The event whose brace <paramref name="reader"/> is at.</summary>
    public void Stamp(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException();
        }

        var inside = (int)reader.BytesConsumed;
        JsonMember? member = null, offset = null, timestamp = null;
        var stamps = default(EventStamps);
        while (JsonMember.Next(ref reader, member) is { } next)
        {
            member = next;
            if (reader.ValueTextEquals("offset"))
            {
                offset = OnlyOnce(offset, member);
                member.Open(ref reader);
                stamps = stamps with { Offset = reader.TokenType == JsonTokenType.Null ? null : reader.GetInt64() };
            }
            else if (reader.ValueTextEquals("timestamp"))
            {
                timestamp = OnlyOnce(timestamp, member);
                member.Open(ref reader);
                stamps = stamps with { Timestamp = reader.GetString() };
            }
            else if (reader.ValueTextEquals("properties"))
            {
                member.Open(ref reader);
                stamps = stamps with { IgnoresSentAt = IgnoresSentAt(ref reader) };
            }
            else
            {
                member.Open(ref reader);
            }

            member.Close(ref reader);
        }

        if (EventTime.Of(stamps, sentAt, receivedAt) is { } time)
        {
            Write(inside, isEmpty: member is null, offset, timestamp, $"\"{EventTime.Write(time)}\"");
        }
    }

    // Never both: capture would take the offset.
    private void Write(int inside, bool isEmpty, JsonMember? offset, JsonMember? timestamp, string time)
    {
        if (timestamp is not null)
        {
            splice.Replace(timestamp.ValueStart, timestamp.End, time);
            if (offset is not null)
            {
                splice.Remove(offset);
            }
        }
        else if (offset is not null)
        {
            splice.Replace(offset.Start, offset.End, "\"timestamp\":" + time);
        }
        else
        {
            splice.Replace(inside, inside, $"\"timestamp\":{time}{(isEmpty ? "" : ",")}");
        }
    }

    private static bool IgnoresSentAt(ref Utf8JsonReader reader)
    {
        var ignores = false;
        while (reader.TokenType != JsonTokenType.EndObject)
        {
            if (reader.TokenType == JsonTokenType.PropertyName)
            {
                var isIt = reader.ValueTextEquals("$ignore_sent_at");
                reader.Read();
                ignores = isIt ? reader.TokenType == JsonTokenType.True : ignores;
                reader.Skip();
            }
            else if (reader.TokenType != JsonTokenType.StartObject)
            {
                break;
            }

            reader.Read();
        }

        return ignores;
    }

    // capture refuses an event that says it twice; so that goes as it came.
    private static JsonMember OnlyOnce(JsonMember? before, JsonMember member) => before is null ? member : throw new JsonException();
}
