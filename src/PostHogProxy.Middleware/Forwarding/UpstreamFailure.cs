using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Http;
using Yarp.ReverseProxy.Forwarder;

namespace PostHogProxy.Forwarding;

/// <summary>Reads what a failed attempt means: whether PostHog can have seen it, and which status says so to the SDK.</summary>
internal static class UpstreamFailure
{
    private const long RefusedStream = 0x7;

    /// <summary>
    /// Whether the request never reached PostHog's application: no connection, a refused stream, or a connection that was closed before a
    /// byte of an answer, as an idle one is. Event ids make the rare duplicate harmless.
    /// </summary>
    public static bool NeverArrived(ForwarderError error, Exception? exception)
    {
        if (error is not (ForwarderError.Request or ForwarderError.RequestBodyDestination))
        {
            return false;
        }

        return Causes(exception).Any(static cause => cause
            is HttpProtocolException { ErrorCode: RefusedStream }
            or HttpIOException { HttpRequestError: HttpRequestError.ResponseEnded }
            or SocketException { SocketErrorCode: SocketError.ConnectionReset or SocketError.Shutdown }
            or HttpRequestException
            {
                HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError
                    or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError
            });
    }

    /// <summary>The status of an attempt that brought no answer. What is transient is 5xx: the SDK keeps the events and asks again.</summary>
    public static int Status(ForwarderError error, Exception? exception) => error switch
    {
        // The visitor's own doing, told by the server: too large, or too slow.
        ForwarderError.RequestBodyClient when Causes(exception).OfType<BadHttpRequestException>().FirstOrDefault() is { } bad
            => bad.StatusCode,
        ForwarderError.RequestBodyClient => StatusCodes.Status400BadRequest,
        ForwarderError.RequestTimedOut or ForwarderError.RequestBodyCanceled or ForwarderError.RequestCanceled
            => StatusCodes.Status504GatewayTimeout,
        _ => (int)HttpStatusCode.BadGateway,
    };

    /// <summary>The kind of failure, as the metric names it.</summary>
    public static string Kind(ForwarderError error, Exception? exception) => error switch
    {
        ForwarderError.RequestTimedOut => "timeout",
        ForwarderError.RequestBodyClient or ForwarderError.RequestBodyCanceled or ForwarderError.RequestCanceled => "client",
        ForwarderError.ResponseBodyDestination or ForwarderError.ResponseBodyCanceled or ForwarderError.ResponseBodyClient => "response_body",
        _ => Causes(exception).OfType<HttpRequestException>().Select(cause => cause.HttpRequestError).FirstOrDefault() switch
        {
            HttpRequestError.NameResolutionError => "name_resolution",
            HttpRequestError.ConnectionError or HttpRequestError.ProxyTunnelError => "connect",
            HttpRequestError.SecureConnectionError => "tls",
            _ => "request",
        },
    };

    // The forwarder reports what went wrong on both sides at once as an aggregate.
    private static IEnumerable<Exception> Causes(Exception? exception) => exception switch
    {
        null => [],
        AggregateException several => several.InnerExceptions.SelectMany(Causes),
        _ => Causes(exception.InnerException).Prepend(exception),
    };
}
