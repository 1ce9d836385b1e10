using System.Text.Json;

namespace PostHogProxy.Verification.Questions;

/// <summary>What an answer of PostHog's own looks like, as opposed to one of a server before it.</summary>
internal static class PostHogShape
{
    // Where it is not JSON, rust/capture answers with one plain sentence (CaptureError in api.rs), and axum with its own for a body that is
    // too long.
    private static readonly string[] Sentences =
    [
        "failed to decode request", "failed to parse request", "request holds no event", "event submitted with", "replay event ",
        "batch submitted with", "API key is not valid", "transient error, please retry", "maximum event size exceeded",
        "invalid event could not be processed", "billing limit reached", "rate limited", "length limit exceeded",
        "Failed to buffer the request body",
    ];

    /// <summary>Whether PostHog itself refused.</summary>
    public static bool IsRefusal(Reply reply) =>
        reply.Json() is { } json
            ? Has(json, "type") && (Has(json, "code") || Has(json, "detail"))
            : Sentences.Any(sentence => reply.Text.Contains(sentence, StringComparison.OrdinalIgnoreCase)) && reply.Text.Length < 1000;

    /// <summary>Whether an event or a recording was taken: <c>{"status":"Ok"}</c>, or the number 1 that PostHog wrote before.</summary>
    public static bool IsTaken(Reply reply) => reply.Status == 200 && reply.Json() is { } json && Has(json, "status");

    /// <summary>Whether flags were evaluated, in the form of the version that was asked for.</summary>
    public static bool IsFlags(Reply reply) => reply.Json() is { } json && Is(json, "flags", JsonValueKind.Object);

    /// <summary>Whether flags were evaluated in a form of before version 2: a list or an object <c>featureFlags</c>.</summary>
    public static bool IsOlderFlags(Reply reply) => reply.Json() is { } json && !Has(json, "flags") && Has(json, "featureFlags");

    /// <summary>Whether it is a project's remote config; every version has named the compressions that it takes.</summary>
    public static bool IsRemoteConfig(Reply reply) => reply.Json() is { } json && Has(json, "supportedCompression");

    private static bool Has(JsonElement json, string name) => json.TryGetProperty(name, out _);

    private static bool Is(JsonElement json, string name, JsonValueKind kind) => json.TryGetProperty(name, out var value) && value.ValueKind == kind;
}
