using PostHogProxy.Rules.Routes;

namespace PostHogProxy.Responses;

/// <summary>Where an attempt ended, if not at its end.</summary>
internal enum AttemptError
{
    None,

    /// <summary>There was no answer.</summary>
    Request,

    /// <summary>The visitor's body could not be read to its end, and there was no answer.</summary>
    RequestBody,

    /// <summary>The answer's body could not be read to its end.</summary>
    ResponseBody,

    /// <summary>The visitor did not take the answer to its end.</summary>
    Delivery,
}

/// <summary>What came of sending an exchange to one host once.</summary>
/// <param name="upstream">The host that was asked.</param>
internal sealed class Attempt(Upstream upstream)
{
    /// <summary>The host that was asked.</summary>
    public Upstream Upstream => upstream;

    /// <summary>What went wrong; none where an answer came, whatever it says.</summary>
    public AttemptError Error { get; private set; }

    /// <summary>Whether it ended on the visitor's side, of which PostHog knows nothing.</summary>
    public bool IsVisitors => Error is AttemptError.RequestBody or AttemptError.Delivery;

    /// <summary>Why.</summary>
    public Exception? Exception { get; private set; }

    /// <summary>Whether the time was up; of the exceptions only some say so themselves.</summary>
    public bool TimedOut { get; private set; }

    /// <summary>What became of the answer; null while there was none.</summary>
    public ResponseVerdict? Verdict { get; set; }

    /// <summary>The status PostHog answered; 0 while there was none.</summary>
    public int UpstreamStatus { get; set; }

    /// <summary>When PostHog wants to be asked again, in an answer that was not passed on.</summary>
    public string? RetryAfter { get; set; }

    /// <summary>Whether the caller asked not to have an answer of this status passed on; nothing of it was.</summary>
    public bool IsUnwanted { get; set; }

    /// <summary>Whether the answer's body ended before the length that it has announced.</summary>
    public bool IsShort { get; set; }

    /// <summary>The bytes of the answer's body that went to the browser.</summary>
    public long ReceivedBytes { get; set; }

    /// <summary>The bytes of the visitor's body that went to PostHog.</summary>
    public long SentBytes { get; set; }

    /// <summary>Whether PostHog has not taken it, and the outbox has.</summary>
    public bool IsKept { get; init; }

    /// <summary>Whether an answer came that may pass, whole.</summary>
    public bool IsAnswered => Error == AttemptError.None && !IsUnwanted && Verdict == ResponseVerdict.Pass;

    public void Fail(AttemptError error, Exception? exception, bool timedOut) =>
        (Error, Exception, TimedOut) = (error, exception, timedOut);
}
