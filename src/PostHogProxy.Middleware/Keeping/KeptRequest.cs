namespace PostHogProxy.Keeping;

/// <summary>A request of a visitor's that was answered 200 here, and that PostHog has not taken yet.</summary>
internal sealed record KeptRequest
{
    public required OutboxKind Kind { get; init; }

    /// <summary>When the whole body had come; UTC, in whole milliseconds. All times that are sent follow from it.</summary>
    public required DateTime ReceivedAt { get; init; }

    /// <summary>The path behind the proxy's own, as it was sent: <c>/e/</c>.</summary>
    public required string Path { get; init; }

    /// <summary>The query as it was sent, with its <c>?</c>; empty where there is none.</summary>
    public string Query { get; init; } = "";

    /// <summary>
    /// The headers that go to PostHog, as the proxy would have sent them. Never a cookie or a key; the visitor's address only in the form that
    /// <c>ClientAddress</c> allows.
    /// </summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    public required byte[] Body { get; init; }

    public bool IsRecording => Kind == OutboxKind.Replay;

    public string? ContentType => Header("Content-Type");

    public string? ContentEncoding => Header("Content-Encoding");

    /// <summary>With another value of a header, or without it.</summary>
    public KeptRequest With(string name, string? value) => this with
    {
        Headers = [.. Headers.Where(header => !Is(header, name)), .. value is null ? [] : new KeyValuePair<string, string>[] { new(name, value) }],
    };

    private string? Header(string name)
    {
        foreach (var header in Headers)
        {
            if (Is(header, name))
            {
                return header.Value;
            }
        }

        return null;
    }

    private static bool Is(KeyValuePair<string, string> header, string name) => string.Equals(header.Key, name, StringComparison.OrdinalIgnoreCase);
}
