using System.Security.Authentication;

namespace PostHogProxy.Verification;

/// <summary>What a failed exchange failed of, told from its exception, and what to do about it.</summary>
internal static class ProbeFailures
{
    /// <summary>The cure where no TLS comes about.</summary>
    public const string CertificateCure =
        "If an egress proxy decrypts TLS, trust its root certificate on this machine. Otherwise, check the machine's clock and root certificates.";

    /// <summary>The cure where an egress proxy is in the way.</summary>
    public const string EgressProxyCure =
        "Allow these hosts in the egress proxy (HTTPS_PROXY, or Proxy in ConfigureHandler), and give it the credentials that it asks for. Or add the hosts to NO_PROXY.";

    /// <param name="failure">What was thrown.</param>
    /// <param name="asked">What was asked for.</param>
    public static ProbeFailure Of(Exception failure, Uri asked) => failure switch
    {
        AuthenticationException => ProbeFailure.Certificate,
        HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } => ProbeFailure.Certificate,
        HttpRequestException cause when IsEgressProxys(cause, asked) => ProbeFailure.EgressProxy,
        HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError } => ProbeFailure.Name,
        HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.ResponseEnded } => ProbeFailure.Connection,
        _ => ProbeFailure.Other,
    };

    /// <summary>
    /// Whether it was an egress proxy that took no connection or let none through. Of a host that cannot be connected to, or whose name is not known, the
    /// client tells no more than "(host:port)" at the end of its message: where that is another one than was asked for, it is a proxy.
    /// </summary>
    public static bool IsEgressProxys(HttpRequestException failure, Uri asked) => failure.HttpRequestError switch
    {
        HttpRequestError.ProxyTunnelError => true,
        HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError =>
            failure.Message.EndsWith(')') && failure.Message.LastIndexOf('(') is var start and >= 0
            && failure.Message.AsSpan(start).Contains(':')
            && !failure.Message.AsSpan(start).Equals($"({asked.IdnHost}:{asked.Port})", StringComparison.OrdinalIgnoreCase)
            && !failure.Message.AsSpan(start).Equals($"({asked.Host}:{asked.Port})", StringComparison.OrdinalIgnoreCase),
        _ => false,
    };

    /// <summary>What the network said about it, without a full stop.</summary>
    public static string Reason(Exception failure) =>

        // Which host it was stands in the outer one.
        (failure is HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError }
            ? failure.Message
            : failure.GetBaseException().Message).TrimEnd('.');
}
