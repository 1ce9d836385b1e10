using System.Text.Json;

namespace PostHogProxy.Keeping;

/// <summary>
/// PostHog's word that a project's recordings are over their quota: a 200 with <c>quota_limited</c>. posthog-js then sends none for a minute. Of events
/// PostHog says no such thing: it takes them and drops them.
/// </summary>
internal static class QuotaNotice
{
    // The answer is a line.
    private const int Longest = 4 * 1024;

    public static readonly byte[] Body = """{"status":"Ok","quota_limited":["recordings"]}"""u8.ToArray();

    /// <summary>Reads an answer to its end, and says whether it has the word.</summary>
    public static async ValueTask<bool> IsInAsync(HttpContent answer, CancellationToken cancellationToken)
    {
        var body = await answer.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        var begin = new byte[Longest];
        var length = await body.ReadAtLeastAsync(begin, Longest, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
        await body.CopyToAsync(Stream.Null, cancellationToken).ConfigureAwait(false);
        return IsIn(begin.AsMemory(0, length));
    }

    public static bool IsIn(ReadOnlyMemory<byte> json)
    {
        try
        {
            using var answer = JsonDocument.Parse(json);
            return answer.RootElement is { ValueKind: JsonValueKind.Object } root
                && root.TryGetProperty("quota_limited", out var limited) && limited.ValueKind == JsonValueKind.Array
                && limited.EnumerateArray().Any(static product => product.ValueKind == JsonValueKind.String && product.ValueEquals("recordings"));
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
