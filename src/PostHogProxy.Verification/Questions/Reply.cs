using System.Globalization;
using System.Text.Json;

namespace PostHogProxy.Verification.Questions;

/// <summary>What came back to a question.</summary>
/// <param name="Question">What was asked.</param>
/// <param name="Status">The status; 0 where there was no answer.</param>
internal sealed record Reply(Question Question, int Status)
{
    /// <summary>In place of a status: the proxy asked for a body that was only announced.</summary>
    public const int WouldTake = 100;

    /// <summary>Every header line, trailers excepted, in the order of arrival.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>The body as text, its content encoding undone; cut where it is very long.</summary>
    public string Text { get; init; } = "";

    public long WireLength { get; init; }

    public TimeSpan Elapsed { get; init; }

    public ProbeFailure Failure { get; init; }

    public string? Detail { get; init; }

    /// <summary>What stood in the way of an answer from PostHog; null where nothing did.</summary>
    public Obstacle? Obstacle { get; init; }

    public string MediaType => Header("Content-Type")?.Split(';')[0].Trim() ?? "";

    public bool IsPage => MediaType.Equals("text/html", StringComparison.OrdinalIgnoreCase)
        || MediaType.Equals("application/xhtml+xml", StringComparison.OrdinalIgnoreCase);

    public bool IsScript => MediaType.EndsWith("/javascript", StringComparison.OrdinalIgnoreCase)
        || MediaType.EndsWith("/x-javascript", StringComparison.OrdinalIgnoreCase)
        || MediaType.EndsWith("/ecmascript", StringComparison.OrdinalIgnoreCase);

    /// <summary>How long to wait before the next try, where the answer says so in seconds.</summary>
    public TimeSpan? RetryAfter => int.TryParse(Header("Retry-After"), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) ? TimeSpan.FromSeconds(seconds) : null;

    public string? Header(string name) => Values(name).FirstOrDefault();

    public IEnumerable<string> Values(string name) =>
        Headers.Where(header => header.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Select(header => header.Value);

    /// <summary>The body's outermost JSON object; null where it is none.</summary>
    public JsonElement? Json()
    {
        if (!Text.AsSpan().TrimStart().StartsWith('{'))
        {
            return null;
        }

        try
        {
            using var document = JsonDocument.Parse(Text);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>For a report: status, type, encoding, size and time, or why there was none.</summary>
    public override string ToString()
    {
        if (Failure != ProbeFailure.None)
        {
            return Failure switch
            {
                ProbeFailure.Timeout => "no answer in time",
                ProbeFailure.Name => "the name is not known here",
                _ => Detail is null ? "no answer" : $"no answer: {Detail}",
            };
        }

        var text = Status.ToString(CultureInfo.InvariantCulture);
        if (MediaType.Length > 0)
        {
            text += $" {MediaType}";
        }

        if (Header("Content-Encoding") is { } encoding)
        {
            text += $", {encoding}";
        }

        return string.Create(CultureInfo.InvariantCulture, $"{text}, {Elapsed.TotalMilliseconds:0} ms");
    }
}
