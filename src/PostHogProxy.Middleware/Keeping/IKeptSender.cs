namespace PostHogProxy.Keeping;

/// <summary>Sends a kept request through the proxy that took it.</summary>
internal interface IKeptSender
{
    /// <summary>Whether PostHog is turned off for everybody: then what was kept waits.</summary>
    bool IsOff { get; }

    /// <summary>Never throws but for <paramref name="cancellationToken"/>.</summary>
    ValueTask<SendOutcome> SendAsync(KeptRequest request, TimeSpan timeout, CancellationToken cancellationToken);
}
