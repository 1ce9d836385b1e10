namespace PostHogProxy.Forwarding;

/// <summary>Answers that are kept of PostHog's. An exchange may make them untrue.</summary>
internal interface IKeptAnswers
{
    /// <summary>Forgets what is kept of a target: a request that may have changed it was answered without an error (RFC 9111, 4.4).</summary>
    Task ForgetAsync(string target);
}
