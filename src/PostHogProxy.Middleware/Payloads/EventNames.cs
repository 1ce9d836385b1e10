using System.Text.Json;
using PostHogProxy.Keeping;

namespace PostHogProxy.Payloads;

/// <summary>What the events of a request are called.</summary>
internal static class EventNames
{
    // It is for people who look: more of a body is not taken to pieces for them, and more names are not read.
    private const int MostUnpacked = 1 << 20;
    private const int MostNames = 4;
    private const int LongestName = 60;
    private const int MaxDepth = 128;

    /// <summary>The names in the order in which they come, each once; null where the body can't be read.</summary>
    public static string? Of(KeptRequest request)
    {
        try
        {
            return Payload.Of(request, MostUnpacked) is { } payload ? Read(payload.Json) : null;
        }
        catch (Exception unread) when (unread is JsonException or InvalidOperationException or IOException or InvalidDataException or FormatException)
        {
            return null;
        }
    }

    private static string? Read(byte[] json)
    {
        using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = MaxDepth });
        var root = document.RootElement;
        var events = root.ValueKind == JsonValueKind.Object && root.TryGetProperty("batch", out var batch) ? batch : root;
        var names = new List<string>();
        var more = 0;
        if (events.ValueKind == JsonValueKind.Array)
        {
            foreach (var one in events.EnumerateArray())
            {
                Add(one);
            }
        }
        else
        {
            Add(events);
        }

        return names.Count == 0 ? null : string.Join(", ", names) + (more > 0 ? $" and {more} more" : "");

        void Add(JsonElement one)
        {
            if (one.ValueKind != JsonValueKind.Object || !one.TryGetProperty("event", out var name) || name.ValueKind != JsonValueKind.String)
            {
                return;
            }

            var text = name.GetString()!;
            text = text.Length <= LongestName ? text : text[..LongestName] + "…";
            if (names.Contains(text))
            {
                return;
            }

            if (names.Count < MostNames)
            {
                names.Add(text);
            }
            else
            {
                more++;
            }
        }
    }
}
