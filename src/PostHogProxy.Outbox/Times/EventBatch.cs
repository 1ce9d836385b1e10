using System.Text.Json;

namespace PostHogProxy.Outbox.Times;

/// <summary>
/// The JSON of a request with events. Writes onto each event the time that it has, and leaves every other byte as it came. A document model
/// would lose duplicate names, the form of numbers and escapes.
/// </summary>
internal static class EventBatch
{
    // serde's own limit.
    private const int MaxDepth = 128;

    /// <summary>The JSON with absolute times, or null where it is none that capture reads.</summary>
    /// <param name="json">An array of events, an object with a <c>batch</c> of them, or one event.</param>
    /// <param name="querySentAt">When the SDK sent the request, as its query says it.</param>
    /// <param name="receivedAt">When the request's body had come.</param>
    public static byte[]? WithTimes(ReadOnlySpan<byte> json, DateTime? querySentAt, DateTime receivedAt)
    {
        try
        {
            var splice = new Splice(json.Length);
            var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = MaxDepth });
            reader.Read();
            if (Wrapper.TryRead(reader, out var sentAt))
            {
                if (sentAt is not null)
                {
                    splice.Remove(sentAt.Member);
                }

                Batch(ref reader, new(sentAt?.Time ?? querySentAt, receivedAt, splice));
            }
            else
            {
                var events = new EventStamper(querySentAt, receivedAt, splice);
                if (reader.TokenType == JsonTokenType.StartArray)
                {
                    events.StampAll(ref reader);
                }
                else
                {
                    events.Stamp(ref reader);
                }
            }

            // More than one document is none.
            return reader.Read() ? null : splice.Apply(json);
        }
        catch (Exception unread) when (unread is JsonException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }

    private static void Batch(ref Utf8JsonReader reader, EventStamper events)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isBatch = reader.ValueTextEquals("batch");
            reader.Read();
            if (isBatch)
            {
                events.StampAll(ref reader);
            }
            else
            {
                reader.Skip();
            }
        }
    }
}
