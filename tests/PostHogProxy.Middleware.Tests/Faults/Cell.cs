namespace PostHogProxy.Middleware.Tests.Faults;

/// <summary>What one kind of request leads to while the fault lasts.</summary>
/// <param name="Answer">What the visitor gets: a status, with <c>Retry-After</c> where there is one, or <see cref="Visitor.BrokenOff"/>.</param>
/// <param name="Asked">How often PostHog's hosts saw the request or, where it comes to none, the attempt to connect.</param>
/// <param name="Failure">The kind of failure the metric counts.</param>
/// <param name="Event">The id of the log event; 0 for none.</param>
/// <param name="OrFewer">Whether the last asking may be missing: the HTTP client begins it or not, as its two sides happen to fail.</param>
internal sealed record Cell(string Answer, int Asked = 1, string Failure = "", int Event = 0, bool OrFewer = false)
{
    /// <summary>The assets host failed, the ingest host served the script.</summary>
    public static readonly Cell FromIngest = new("200", Asked: 2, Event: 7);

    public static readonly Cell Ok = new("200");

    /// <summary>It did not arrive at first, and was sent once more.</summary>
    public static readonly Cell Again = new("200", Asked: 2);

    /// <summary>No fitting answer came: one throttled warning, with the cure where it is this machine's to find.</summary>
    public static Cell Failed(string answer, string failure, int asked = 1) => new(answer, asked, failure, Event: failure == "tls" ? 41 : 4);

    /// <summary>An answer came that must not pass.</summary>
    public static Cell Withheld(string failure) => new("502", 1, failure, Event: 8);

    public bool Allows(Cell actual) =>
        actual with { Asked = 0 } == this with { Asked = 0, OrFewer = false }
        && (actual.Asked == Asked || (OrFewer && actual.Asked == Asked - 1));
}
