using System.Text.Json;

namespace PostHogProxy.Outbox.Times;

/// <summary>The JSON of a session recording. PostHog shifts all its items by <c>sent_at</c> minus its own clock.</summary>
internal static class RecordingBatch
{
    /// <summary>As if it had been sent so much later; the same array where it says nothing of that, null where it is no JSON.</summary>
    public static byte[]? SentLater(byte[] json, TimeSpan by)
    {
        try
        {
            var splice = new Splice(json.Length);
            var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = 256 });
            reader.Read();
            if (reader.TokenType == JsonTokenType.StartArray)
            {
                while (reader.Read() && reader.TokenType == JsonTokenType.StartObject)
                {
                    Item(ref reader, by, splice);
                }
            }
            else if (reader.TokenType == JsonTokenType.StartObject)
            {
                Item(ref reader, by, splice);
            }

            return reader.Read() ? null : splice.IsEmpty ? json : splice.Apply(json);
        }
        catch (Exception unread) when (unread is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static void Item(ref Utf8JsonReader reader, TimeSpan by, Splice splice)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isSentAt = reader.ValueTextEquals("sent_at");
            reader.Read();
            if (isSentAt && reader.TokenType == JsonTokenType.String && EventTime.Parse(reader.GetString()!) is { } time && EventTime.Later(time, by) is { } later)
            {
                splice.Replace((int)reader.TokenStartIndex, (int)reader.BytesConsumed, $"\"{EventTime.Write(later)}\"");
            }

            reader.Skip();
        }
    }
}
