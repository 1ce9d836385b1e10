using PostHogProxy.Rules.Routes;

namespace PostHogProxy.Admission;

/// <summary>Whether a request goes to PostHog, and the answer where it does not.</summary>
/// <param name="Route">The row of what passes; null where it is answered here.</param>
/// <param name="Status">The status of the answer from here.</param>
/// <param name="Body">Its body, where it has one.</param>
/// <param name="ContentType">What the body is.</param>
internal readonly record struct GateVerdict(ClientRoute? Route, int Status = 0, byte[]? Body = null, string ContentType = "application/json")
{
    public static readonly GateVerdict Malformed = new(null, 400);
    public static readonly GateVerdict NoKey = new(null, 401);
    public static readonly GateVerdict NotFound = new(null, 404);
    public static readonly GateVerdict WrongMethod = new(null, 405);
    public static readonly GateVerdict Overload = new(null, 503);

    /// <summary>A page of another origin may send: its browser asks beforehand.</summary>
    public static readonly GateVerdict Permitted = new(null, 200);

    /// <summary>The shape PostHog answers events in: the SDK drops them as sent.</summary>
    public static readonly GateVerdict TakenAndForgotten = new(null, 200, """{"status":"Ok"}"""u8.ToArray());

    /// <summary>The word makes the browser stop recording for a minute; then it asks again.</summary>
    public static readonly GateVerdict StopRecording = new(null, 200, """{"status":"Ok","quota_limited":["recordings"]}"""u8.ToArray());

    /// <summary>What was asked for, for the metrics.</summary>
    public RouteKind Kind { get; init; } = RouteKind.Unknown;

    /// <summary>Why PostHog has no part in the answer, for <see cref="OwnAnswer.Header"/>; null where nobody has to be told.</summary>
    public string? Mark { get; init; }

    public static GateVerdict To(ClientRoute route) => new(route);

    public GateVerdict AsOff() => this with { Mark = OwnAnswer.Off };
}
