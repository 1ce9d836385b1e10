using System.Globalization;
using System.Text.Json;

namespace PostHogProxy.Outbox.Erasing;

/// <summary>Where an event or a log record says whose it is.</summary>
internal static class PersonNames
{
    // capture reads the first two, on the event and in its properties. The others tie another name to the same person: $identify, $create_alias.
    private static readonly string[] OfEvents = ["distinct_id", "$distinct_id", "$anon_distinct_id", "$user_id", "alias"];

    // The attribute that posthog-js writes, and its usual other spellings.
    private static readonly string[] OfLogs = ["posthogDistinctId", "posthog.distinct_id", "distinct_id", "$distinct_id"];

    public static bool AreInEvent(JsonElement item, string distinctId)
    {
        if (item.ValueKind != JsonValueKind.Object)
        {
            return false;
        }

        // A name that stands twice counts twice: who reads it later may take either.
        foreach (var member in item.EnumerateObject())
        {
            if (Is(member, OfEvents, distinctId) || (member.NameEquals("properties") && AreInProperties(member.Value, distinctId)))
            {
                return true;
            }
        }

        return false;
    }

    /// <param name="item">A log record in OTLP's JSON, or a line of a caller's own with the name at its top.</param>
    /// <param name="distinctId">The person.</param>
    public static bool AreInLog(JsonElement item, string distinctId)
    {
        if (AreInEvent(item, distinctId))
        {
            return true;
        }

        if (item.ValueKind != JsonValueKind.Object || !item.TryGetProperty("attributes", out var attributes))
        {
            return false;
        }

        if (attributes.ValueKind == JsonValueKind.Object)
        {
            return AreInAttributes(attributes, distinctId);
        }

        return attributes.ValueKind == JsonValueKind.Array && attributes.EnumerateArray().Any(attribute =>
            attribute.ValueKind == JsonValueKind.Object
            && attribute.TryGetProperty("key", out var key) && key.ValueKind == JsonValueKind.String && OfLogs.Contains(key.GetString())
            && attribute.TryGetProperty("value", out var value) && value.ValueKind == JsonValueKind.Object
            && value.EnumerateObject().Any(one => Equal(one.Value, distinctId)));
    }

    private static bool AreInProperties(JsonElement properties, string distinctId) =>
        properties.ValueKind == JsonValueKind.Object && properties.EnumerateObject().Any(member => Is(member, OfEvents, distinctId));

    private static bool AreInAttributes(JsonElement attributes, string distinctId) => attributes.EnumerateObject().Any(member => Is(member, OfLogs, distinctId));

    private static bool Is(JsonProperty member, string[] names, string distinctId) => names.Contains(member.Name) && Equal(member.Value, distinctId);

    // capture takes a number for its text.
    private static bool Equal(JsonElement value, string distinctId) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString() == distinctId,
        JsonValueKind.Number => value.GetRawText() == distinctId
            || (value.TryGetInt64(out var number) && number.ToString(CultureInfo.InvariantCulture) == distinctId),
        _ => false,
    };
}
