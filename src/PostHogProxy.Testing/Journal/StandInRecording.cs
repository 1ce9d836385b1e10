using System.Text.Json;

namespace PostHogProxy.Testing;

/// <summary>A session recording, as far as it has come.</summary>
/// <param name="SessionId">The session's id.</param>
/// <param name="DistinctId">Whose session it is.</param>
/// <param name="Token">The token of the project that it is for.</param>
/// <param name="Snapshots">How many items of the recording have come: changes of the page, clicks, entries of the console.</param>
/// <param name="Start">When PostHog would say that the first part happened.</param>
/// <param name="RequestSequence">The <see cref="StandInRequest.Sequence"/> of the request with the first part.</param>
public sealed record StandInRecording(string SessionId, string? DistinctId, string Token, int Snapshots, DateTimeOffset Start, long RequestSequence)
{
    internal static IReadOnlyList<StandInRecording> Of(IEnumerable<StandInEvent> events) =>
    [
        .. from captured in events
           where captured.Event == "$snapshot"
           let properties = captured.Body.TryGetProperty("properties", out var bag) ? bag : default
           let session = Text(properties, "$session_id")
           where session is not null
           group (captured, count: Count(properties)) by (session, captured.Token) into parts
           let first = parts.First().captured
           select new StandInRecording(parts.Key.session, first.DistinctId, first.Token, parts.Sum(part => part.count), first.Time, first.RequestSequence),
    ];

    private static string? Text(JsonElement bag, string name) =>
        bag.ValueKind == JsonValueKind.Object && bag.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static int Count(JsonElement bag) => !bag.TryGetProperty("$snapshot_data", out var data) ? 0 : data.ValueKind == JsonValueKind.Array ? data.GetArrayLength() : 1;
}
