using PostHogProxy.Http2.Framing;

namespace PostHogProxy.Http2.Connections;

/// <summary>What ends a request, in the runtime's own types: whoever reads them need not know which client has sent it.</summary>
internal static class Failures
{
    /// <summary>The peer has ended the stream or the connection, or what it sent breaks the protocol.</summary>
    public static HttpProtocolException Protocol(Http2ErrorCode code, string message) =>
        new((long)code, $"{message} (HTTP/2 error {Name(code)}).", innerException: null);

    /// <summary>The peer has not looked at the request: it may be sent again (RFC 9113, section 8.7).</summary>
    public static HttpProtocolException NotProcessed() =>
        Protocol(Http2ErrorCode.RefusedStream, "The server closes the connection and has not looked at the request");

    /// <summary>The connection ended.</summary>
    public static HttpIOException Ended(Exception? cause = null) =>
        new(HttpRequestError.ResponseEnded, cause?.Message ?? "The server has closed the connection.", cause);

    /// <summary>The stream was disposed while somebody still used it.</summary>
    public static HttpIOException Left() => new(HttpRequestError.ResponseEnded, "The exchange has been given up.");

    /// <summary>The same for a request that has no answer yet.</summary>
    public static Exception WithoutAnswer(Exception failure) => failure switch
    {
        OperationCanceledException => failure,
        HttpIOException { HttpRequestError: var error } => new HttpRequestException(error, failure.Message, failure),
        _ => new HttpRequestException(HttpRequestError.Unknown, failure.Message, failure),
    };

    private static string Name(Http2ErrorCode code) => Enum.IsDefined(code) ? $"{code} (0x{(uint)code:x})" : $"0x{(uint)code:x}";
}

/// <summary>A violation by the peer that ends the connection.</summary>
internal sealed class ConnectionException(Http2ErrorCode code, string message) : Exception(message)
{
    public Http2ErrorCode Code => code;
}
