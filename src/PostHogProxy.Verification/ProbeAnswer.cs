namespace PostHogProxy.Verification;

/// <summary>Why a host gave no answer.</summary>
internal enum ProbeFailure
{
    /// <summary>There was an answer.</summary>
    None,

    /// <summary>Its name is not known to the DNS.</summary>
    Name,

    /// <summary>No connection to it.</summary>
    Connection,

    /// <summary>The egress proxy takes no connection, or lets none through.</summary>
    EgressProxy,

    /// <summary>A connection, but its certificate is not accepted, or no common TLS.</summary>
    Certificate,

    /// <summary>Nothing in time.</summary>
    Timeout,

    /// <summary>Something else, such as an answer that is no HTTP.</summary>
    Other,
}

/// <summary>What one question to one host brought.</summary>
/// <param name="Host">Whom it was put to.</param>
/// <param name="Status">The status; 0 where there was no answer.</param>
/// <param name="IsPage">Whether the answer was an HTML page, as a login or a captive portal gives.</param>
/// <param name="Failure">Why there was none.</param>
/// <param name="Detail">What the network said about it.</param>
internal sealed record ProbeAnswer(string Host, int Status, bool IsPage = false, ProbeFailure Failure = ProbeFailure.None, string? Detail = null)
{
    /// <summary>The answer in the words of a finding, host first.</summary>
    public override string ToString() => Failure switch
    {
        ProbeFailure.None when IsPage => $"{Host} answered {Status} with an HTML page",
        ProbeFailure.None => $"{Host} answered {Status}",
        ProbeFailure.Name => $"{Host} can't be resolved on this machine",
        ProbeFailure.Connection => $"{Host} refuses connections",
        ProbeFailure.EgressProxy => $"The egress proxy refuses connections to {Host}",
        ProbeFailure.Certificate => $"{Host} has a certificate that isn't trusted",
        ProbeFailure.Timeout => $"{Host} did not answer in time",
        _ => $"{Host} gave an answer that can't be read",
    };
}
