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

        for (var cause = exception; cause is not null; cause = cause.InnerException)
        {
            switch (cause)
            {
                case HttpProtocolException { ErrorCode: RefusedStream }:
                case HttpIOException { HttpRequestError: HttpRequestError.ResponseEnded }:
                case SocketException { SocketErrorCode: SocketError.ConnectionReset or SocketError.Shutdown }:
                    return true;
                case HttpRequestException
                {
                    HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError
                        or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError
                }:
                    return true;
            }
        }

        return false;
    }

    /// <summary>The status of an attempt that brought no answer. What is transient is 5xx: the SDK keeps the events and asks again.</summary>
    public static int Status(ForwarderError error, Exception? exception) => error switch
    {
        // The visitor's own doing, told by the server: too large, or too slow.
        ForwarderError.RequestBodyClient when exception is BadHttpRequestException bad => bad.StatusCode,
        ForwarderError.RequestBodyClient => StatusCodes.Status400BadRequest,
        ForwarderError.RequestTimedOut or ForwarderError.RequestBodyCanceled or ForwarderError.RequestCanceled
            => StatusCodes.Status504GatewayTimeout,
        _ => (int)HttpStatusCode.BadGateway,
    };
}
