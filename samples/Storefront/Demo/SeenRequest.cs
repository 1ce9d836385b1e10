using PostHogProxy.Testing;

namespace Storefront.Demo;

/// <summary>One request as PostHog saw it: a row of the panel.</summary>
internal sealed record SeenRequest(
    long Sequence,
    DateTimeOffset At,
    string Kind,
    string Method,
    string Host,
    string Path,
    string? Asked,
    string Protocol,
    int Status,
    long Bytes,
    string? ClientAddress,
    IReadOnlyList<string> Cookies,
    string Outcome,
    IReadOnlyList<SeenRequest.Named> Events)
{
    /// <param name="request">What arrived.</param>
    /// <param name="asked">What the browser called it.</param>
    public static SeenRequest Of(StandInRequest request, AskedPaths asked) => new(
        request.Sequence,
        request.At,
        KindOf(request.Path),
        request.Method,
        request.Host,
        request.Path,
        asked.Of(request),
        request.Protocol,
        request.Status,
        request.BodyBytes,
        request.ClientAddress,
        CookieNames(request),
        request.Outcome,
        [.. request.Events.Select(captured => new Named(captured.Event, captured.Uuid, captured.DistinctId, captured.Time))]);

    /// <summary>
    /// Read off what arrived, not assumed: were the proxy to let a cookie through, its name would stand in the panel.
    /// A Cookie header without a name still counts.
    /// </summary>
    private static string[] CookieNames(StandInRequest request) =>
    [
        .. request.HeaderValues("Cookie")
            .SelectMany(value => value.Split(';', StringSplitOptions.TrimEntries))
            .Select(pair => pair.Split('=')[0] is { Length: > 0 } name ? name : "(unnamed)"),
    ];

    private static string KindOf(string path) => path switch
    {
        "/s/" => "replay",
        "/flags/" or "/decide/" => "flags",
        "/e/" or "/i/v0/e/" or "/capture/" or "/track/" or "/engage/" or "/batch/" or "/batch" => "event",
        _ when path.StartsWith("/static/", StringComparison.Ordinal) => "asset",
        _ when path.StartsWith("/array/", StringComparison.Ordinal) => "config",
        _ when path.StartsWith("/api/surveys/", StringComparison.Ordinal) => "survey",
        _ => "other",
    };

    internal sealed record Named(string Event, string? Uuid, string? DistinctId, DateTimeOffset Time);
}
