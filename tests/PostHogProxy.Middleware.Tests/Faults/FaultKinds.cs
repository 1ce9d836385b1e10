namespace PostHogProxy.Middleware.Tests.Faults;

/// <summary>The rows that most faults are like; a row that differs says where.</summary>
internal sealed partial record Fault
{
    /// <summary>There is no answer, and it is PostHog's or the way's doing.</summary>
    public static Fault Failing(string name, string failure = "request") => new(name)
    {
        Script = Cell.FromIngest,
        ScriptOfNone = Cell.Failed("502", failure, asked: 2),
        Event = Cell.Failed("502", failure),
        Replay = Cell.Failed("502", failure),
    };

    /// <summary>Nothing was answered: the event is sent once more, a replay is not kept for that.</summary>
    public static Fault Unanswered(string name, string failure = "request") =>
        Failing(name, failure) with { Event = Cell.Failed("502", failure, asked: 2) };

    /// <summary>
    /// It says that it was not looked at, so the HTTP client sends it again by itself: a script three times at the most, an event once. The
    /// headers of one sending more are on their way before the body is refused to it.
    /// </summary>
    public static Fault NotLookedAt(string name) => Failing(name) with
    {
        Script = new("200", Asked: 5, Event: 7),
        ScriptOfNone = Cell.Failed("502", "request", asked: 8),
        Event = Cell.Failed("502", "request", asked: 3) with { OrFewer = true },
        Replay = Cell.Failed("502", "request", asked: 2) with { OrFewer = true },
    };

    /// <summary>The time is up. A second attempt would take as long again.</summary>
    public static Fault Late(string name) => new(name)
    {
        Stalls = true,
        Script = Cell.FromIngest,
        ScriptOfNone = Cell.Failed("504", "timeout", asked: 2),
        Event = Cell.Failed("504", "timeout"),
        Replay = Cell.Failed("504", "timeout"),
    };

    /// <summary>The answer breaks off before any of it has gone to the visitor: there is a status to tell it with.</summary>
    public static Fault NotBegun(string name) => Failing(name, "response_body");

    /// <summary>The status has gone to the visitor; only a broken connection tells that the body is not whole.</summary>
    public static Fault Half(string name, string failure = "response_body") => Passed(name, Cell.Failed(Visitor.BrokenOff, failure));

    /// <summary>It upsets nobody.</summary>
    public static Fault Harmless(string name) => Passed(name, Cell.Ok);

    /// <summary>The same for every request.</summary>
    public static Fault Passed(string name, Cell cell) => new(name) { Script = cell, ScriptOfNone = cell, Event = cell, Replay = cell };
}
