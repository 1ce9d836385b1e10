using System.Text.Json;
using PostHogProxy.Keeping;

namespace PostHogProxy.Payloads;

/// <summary>What the events of a request are called.</summary>
internal static class EventNames
{
    // It is for people who look: more of a body is not unpacked for them, and more names are not shown.
    private const int MostUnpacked = 1 << 20;
    private const int MostShown = 4;
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
        var shown = new List<string>();
        var names = new HashSet<string>(StringComparer.Ordinal);
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

        return names.Count == 0 ? null : string.Join(", ", shown) + (names.Count > shown.Count ? $" and {names.Count - shown.Count} more" : "");

        void Add(JsonElement one)
        {
            if (one.ValueKind != JsonValueKind.Object || !one.TryGetProperty("event", out var name) || name.ValueKind != JsonValueKind.String)
            {
                return;
            }

            var text = Cut(name.GetString()!);
            if (names.Add(text) && shown.Count < MostShown)
            {
                shown.Add(text);
            }
        }
    }

    // Half of a character that is two long is none.
    private static string Cut(string name) =>
        name.Length <= LongestName ? name : string.Concat(name.AsSpan(0, char.IsHighSurrogate(name[LongestName - 1]) ? LongestName - 1 : LongestName), "…");
}
