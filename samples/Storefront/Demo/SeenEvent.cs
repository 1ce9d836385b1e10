using PostHogProxy.Testing;

namespace Storefront.Demo;

/// <summary>One ingested event and what PostHog was told with it: an element of <c>/demo/events</c>.</summary>
internal sealed record SeenEvent(
    string Event,
    string? Uuid,
    string? DistinctId,
    string Path,
    string Host,
    string? ClientAddress,
    IReadOnlyDictionary<string, string> Headers,
    long Bytes)
{
    public static IEnumerable<SeenEvent> Of(StandInRequest request)
    {
        var headers = JoinedHeaders(request);
        return request.Events.Select(captured => new SeenEvent(
            captured.Event,
            captured.Uuid,
            captured.DistinctId,
            request.Path,
            request.Host,
            request.ClientAddress,
            headers,
            request.BodyBytes));
    }

    /// <summary>A header that came twice shows as one value with a comma, as HTTP reads it.</summary>
    private static Dictionary<string, string> JoinedHeaders(StandInRequest request) =>
        request.Headers
            .GroupBy(row => row.Key, row => row.Value, StringComparer.OrdinalIgnoreCase)
            .ToDictionary(header => header.Key, header => string.Join(", ", header), StringComparer.OrdinalIgnoreCase);
}
