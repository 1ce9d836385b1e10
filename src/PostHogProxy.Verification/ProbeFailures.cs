using System.Security.Authentication;

namespace PostHogProxy.Verification;

/// <summary>What a failed exchange failed of, told from its exception.</summary>
internal static class ProbeFailures
{
    public static ProbeFailure Of(Exception failure) => failure switch
    {
        AuthenticationException => ProbeFailure.Certificate,
        HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError } => ProbeFailure.Name,
        HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } => ProbeFailure.Certificate,
        HttpRequestException
        {
            HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.ProxyTunnelError or HttpRequestError.ResponseEnded
        } => ProbeFailure.Connection,
        _ => ProbeFailure.Other,
    };
}
