using Yarp.ReverseProxy.Forwarder;

namespace PostHogProxy.Forwarding;

/// <summary>What came of sending an exchange to one host once.</summary>
/// <param name="Transformer">What is known of the answer, if there was one.</param>
/// <param name="Error">What the forwarder says went wrong.</param>
/// <param name="Exception">Why.</param>
/// <param name="TimedOut">Whether the time was up; of the errors only some say so themselves.</param>
internal readonly record struct Attempt(PostHogTransformer Transformer, ForwarderError Error, Exception? Exception, bool TimedOut)
{
    /// <summary>Whether an answer came that may pass, whole.</summary>
    public bool IsAnswered => Error == ForwarderError.None && !Transformer.IsUnwanted && Transformer.Verdict == ResponseVerdict.Pass;
}
