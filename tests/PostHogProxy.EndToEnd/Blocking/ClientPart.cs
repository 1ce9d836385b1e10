namespace PostHogProxy.EndToEnd.Blocking;

/// <summary>A part of posthog-js that can work or not, and how its requests are recognized.</summary>
/// <param name="Name">As the page in docs says it.</param>
/// <param name="Path">A regular expression on PostHog's own name of what is asked for.</param>
/// <param name="IsBeacon">Whether it is asked for by a page that goes away.</param>
internal sealed record ClientPart(string Name, string Path, bool IsBeacon = false)
{
    public static readonly ClientPart Library = new("posthog-js itself", "^/static/array\\.js$");
    public static readonly ClientPart Config = new("remote config", "^/array/[^/]+/config(\\.js)?$");
    public static readonly ClientPart RecorderScript = new("script: recorder", "recorder[^/]*\\.js$");
    public static readonly ClientPart DeadClicksScript = new("script: dead clicks", "/dead-clicks-autocapture\\.js$");
    public static readonly ClientPart ExceptionScript = new("script: exceptions", "/exception-autocapture\\.js$");
    public static readonly ClientPart SurveysScript = new("script: surveys", "/surveys\\.js$");
    public static readonly ClientPart Surveys = new("surveys", "^/api/surveys/$");
    public static readonly ClientPart Flags = new("flags", "^/flags/$");
    public static readonly ClientPart Events = new("events", "^/(i/v0/)?e/$");
    public static readonly ClientPart LastEvents = new("events of a page that goes away", "^/(i/v0/)?e/$", IsBeacon: true);
    public static readonly ClientPart Replay = new("replay", "^/s/$");

    public static readonly IReadOnlyList<ClientPart> All =
    [
        Library, Config, RecorderScript, DeadClicksScript, ExceptionScript, SurveysScript, Surveys, Flags, Events, LastEvents, Replay,
    ];

    public override string ToString() => Name;
}
