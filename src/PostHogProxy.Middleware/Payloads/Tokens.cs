using System.Text.Json;
using PostHogProxy.Keeping;

namespace PostHogProxy.Payloads;

/// <summary>Whose events a kept request has.</summary>
internal static class Tokens
{
    // It is for a line of the log. What is longer is not taken to pieces for that.
    private const int MostUnpacked = 4 << 20;

    /// <summary>The first project token in it; null where there is none to read.</summary>
    public static string? Of(KeptRequest request)
    {
        if (QueryText.Value(request.Query, "token") is { } inQuery)
        {
            return inQuery;
        }

        if (Payload.Of(request, MostUnpacked) is not { } payload)
        {
            return null;
        }

        try
        {
            using var document = JsonDocument.Parse(payload.Json);
            return Find(document.RootElement);
        }
        catch (Exception unread) when (unread is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static string? Find(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Array => element.GetArrayLength() > 0 ? Find(element[0]) : null,
        JsonValueKind.Object => Text(element, "token") ?? Text(element, "api_key") ?? Text(element, "$token")
            ?? (element.TryGetProperty("properties", out var properties) ? Find(properties) : null),
        _ => null,
    };

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
