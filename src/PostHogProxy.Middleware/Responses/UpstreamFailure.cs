using System.Net.Sockets;
using Microsoft.AspNetCore.Http;
using PostHogProxy.Verification;

namespace PostHogProxy.Responses;

/// <summary>Reads what a failed attempt means: whether PostHog can have seen it, and which status says so to the SDK.</summary>
internal static class UpstreamFailure
{
    public const string Tls = "tls";
    public const string EgressProxy = "egress_proxy";

    private const long RefusedStream = 0x7;

    /// <summary>
    /// Whether the request never reached PostHog's application: no connection, a refused stream, or a connection that was closed before a
    /// byte of an answer, as an idle one is. Event ids make the rare duplicate harmless.
    /// </summary>
    public static bool NeverArrived(Attempt attempt)
    {
        if (attempt.TimedOut || attempt.Error != AttemptError.Request)
        {
            return false;
        }

        return Causes(attempt.Exception).Any(static cause => cause
            is HttpProtocolException { ErrorCode: RefusedStream }
            or HttpIOException { HttpRequestError: HttpRequestError.ResponseEnded }
            or SocketException { SocketErrorCode: SocketError.ConnectionReset or SocketError.Shutdown }
            || HasNoConnection(cause));
    }

    /// <summary>Whether the host stood still or was not to be reached, of which no visitor's request can be the cause.</summary>
    public static bool IsTheHosts(bool timedOut, Exception? exception) => timedOut || Causes(exception).Any(static cause =>
        HasNoConnection(cause)

        // How the client tells that ConnectTimeout has passed.
        || cause is OperationCanceledException { InnerException: TimeoutException });

    /// <summary>
    /// The status of an attempt that brought no answer. What is transient is 5xx: the SDK keeps the events and asks again. A 4xx loses them,
    /// so there is one only where the server says that the request is at fault: too large, or no HTTP.
    /// </summary>
    public static int Status(Attempt attempt) =>
        BadRequest(attempt)?.StatusCode
        ?? (IsTimeout(attempt) ? StatusCodes.Status504GatewayTimeout : StatusCodes.Status502BadGateway);

    /// <summary>The kind of failure, as the metric names it.</summary>
    /// <param name="attempt">What failed.</param>
    /// <param name="origin">The host that was asked.</param>
    public static string Kind(Attempt attempt, string origin) =>
        attempt.IsVisitors ? "client"
        : IsTimeout(attempt) ? "timeout"
        : attempt.Error == AttemptError.ResponseBody ? "response_body"
        : Causes(attempt.Exception).OfType<HttpRequestException>().Any(cause => ProbeFailures.IsEgressProxys(cause, new(origin))) ? EgressProxy
        : Causes(attempt.Exception).OfType<HttpRequestException>().Select(cause => cause.HttpRequestError).FirstOrDefault() switch
        {
            HttpRequestError.NameResolutionError => "name_resolution",
            HttpRequestError.ConnectionError => "connect",
            HttpRequestError.SecureConnectionError => Tls,
            _ => "request",
        };

    /// <summary>Whether the visitor is gone, so that nobody is there to read an answer.</summary>
    public static bool IsGone(Attempt attempt) =>
        attempt is { IsVisitors: true, TimedOut: false, Exception: OperationCanceledException or (IOException and not BadHttpRequestException) };

    /// <summary>Why there was no answer, in words for a log line that goes on behind them.</summary>
    public static string Reason(Exception failure) =>
        Causes(failure).Any(static cause => cause is HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError })
            ? $"the TLS handshake failed ({ProbeFailures.Reason(failure)}). {ProbeFailures.CertificateCure.TrimEnd('.')}"
            : ProbeFailures.Reason(failure);

    private static BadHttpRequestException? BadRequest(Attempt attempt) => attempt.Error == AttemptError.RequestBody
        ? Causes(attempt.Exception).OfType<BadHttpRequestException>().FirstOrDefault()
        : null;

    // A browser that hung up cancels too; that is told before anybody asks here.
    private static bool IsTimeout(Attempt attempt) => attempt.TimedOut || attempt.Exception is OperationCanceledException;

    private static bool HasNoConnection(Exception cause) => cause is HttpRequestException
    {
        HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError
            or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError
    };

    private static IEnumerable<Exception> Causes(Exception? exception) => exception switch
    {
        null => [],
        AggregateException several => several.InnerExceptions.SelectMany(Causes),
        _ => Causes(exception.InnerException).Prepend(exception),
    };
}
