using System.Text.Json;
using Microsoft.AspNetCore.Http;
using PostHogProxy.Testing.Edge;

namespace PostHogProxy.Testing.Ingest;

/// <summary>The three shapes of a capture body: one event, an array of them, an object with <c>batch</c> or <c>data</c>.</summary>
internal static class CapturedBatch
{
    /// <param name="body">The decoded body.</param>
    /// <param name="nameless">What an event without a name is called; null where it must have one. /engage/ sends none.</param>
    /// <param name="bearer">The token of an Authorization header, for the server SDKs that send it there only.</param>
    public static IReadOnlyList<StandInEvent> Read(JsonElement body, string? nameless, string? bearer)
    {
        var token = bearer;
        var items = body;
        if (body.ValueKind == JsonValueKind.Object)
        {
            token = Token(body) ?? bearer;
            if ((Array(body, "batch") ?? Array(body, "data")) is not { } list)
            {
                return [Event(body, token, nameless)];
            }

            items = list;
        }

        if (items.ValueKind != JsonValueKind.Array)
        {
            throw Malformed("body is neither an event nor a batch");
        }

        if (items.GetArrayLength() == 0)
        {
            throw Malformed("batch is empty");
        }

        return [.. items.EnumerateArray().Select(item => Event(item, token, nameless))];
    }

    private static StandInEvent Event(JsonElement item, string? batchToken, string? nameless)
    {
        if (item.ValueKind != JsonValueKind.Object)
        {
            throw Malformed("event is not an object");
        }

        var properties = item.TryGetProperty("properties", out var bag) && bag.ValueKind == JsonValueKind.Object ? bag : default;
        return new StandInEvent
        {
            Event = Text(item, "event") ?? nameless ?? throw Malformed("event without a name"),
            Uuid = Text(item, "uuid"),
            DistinctId = Text(item, "distinct_id") ?? Text(item, "$distinct_id") ?? Text(properties, "distinct_id")
                ?? throw Malformed("event without a distinct_id"),
            Token = Token(item) ?? Text(properties, "token") ?? batchToken ?? throw Malformed("no token"),
            Body = item.Clone(),
        };
    }

    private static string? Token(JsonElement item) => Text(item, "api_key") ?? Text(item, "token") ?? Text(item, "$token");

    private static JsonElement? Array(JsonElement item, string name) =>
        item.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Array ? value : null;

    private static string? Text(JsonElement item, string name) =>
        item.ValueKind == JsonValueKind.Object && item.TryGetProperty(name, out var value)
            ? value.ValueKind switch
            {
                JsonValueKind.String when value.GetString() is { Length: > 0 } text => text,
                JsonValueKind.Number => value.GetRawText(),
                _ => null,
            }
            : null;

    private static Refusal Malformed(string why) => new(StatusCodes.Status400BadRequest, "invalid_payload", why);
}
