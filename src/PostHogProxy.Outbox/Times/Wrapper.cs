using System.Text.Json;

namespace PostHogProxy.Outbox.Times;

/// <summary>The shape <c>{ token, batch: […], sent_at }</c>: the only one in which capture reads <c>sent_at</c> out of the body.</summary>
internal static class Wrapper
{
    /// <summary>Looks ahead: <c>sent_at</c> may stand behind the events that it is about.</summary>
    /// <param name="reader">A copy, at the document's first token.</param>
    /// <param name="sentAt">Where <c>sent_at</c> stands and what it says; null where there is none.</param>
    public static bool TryRead(Utf8JsonReader reader, out SentAt? sentAt)
    {
        sentAt = null;
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            return false;
        }

        var hasBatch = false;
        JsonMember? member = null;
        while (JsonMember.Next(ref reader, member) is { } next)
        {
            member = next;
            var isBatch = reader.ValueTextEquals("batch");
            var isSentAt = reader.ValueTextEquals("sent_at");
            member.Open(ref reader);
            hasBatch |= isBatch && reader.TokenType == JsonTokenType.StartArray;
            if (isSentAt)
            {
                // capture refuses what says it twice; so that goes as it came.
                sentAt = sentAt is null
                    ? new(member, reader.TokenType == JsonTokenType.String ? EventTime.Parse(reader.GetString()!) : null)
                    : throw new JsonException();
            }

            member.Close(ref reader);
        }

        return hasBatch;
    }

    /// <param name="Member">Where it stands.</param>
    /// <param name="Time">What it says; null where that is no time, which capture takes for none.</param>
    internal sealed record SentAt(JsonMember Member, DateTime? Time);
}
