namespace PostHogProxy.Http2.Tests;

/// <summary>What a failure says. The kinds are the runtime's own, as SocketsHttpHandler has them.</summary>
internal static class Failure
{
    /// <summary>The HTTP/2 error code that it carries.</summary>
    public static uint? Code(Exception exception) => Chain(exception).OfType<HttpProtocolException>().Select(static one => (uint?)one.ErrorCode).FirstOrDefault();

    /// <summary>One of the two kinds that a sender may get to see. What is behind it is the peer's or the transport's fault, none of the client's own.</summary>
    public static bool IsHttp(Exception exception) => exception is (HttpRequestException or HttpIOException) && Chain(exception).All(static one =>
        one is HttpRequestException or IOException or ObjectDisposedException or OperationCanceledException or System.Net.Sockets.SocketException);

    public static bool IsEarlyEnd(Exception exception) =>
        Chain(exception).Any(static one => one is HttpRequestException { HttpRequestError: HttpRequestError.ResponseEnded } or HttpIOException { HttpRequestError: HttpRequestError.ResponseEnded });

    /// <summary>The failure of a wait, which must be of one of those kinds.</summary>
    public static async Task<Exception> OfAsync(Func<Task> wait)
    {
        var exception = await Assert.ThrowsAnyAsync<Exception>(wait);
        Assert.True(IsHttp(exception), $"The failure is of another kind: {exception}");
        return exception;
    }

    private static IEnumerable<Exception> Chain(Exception? exception)
    {
        for (; exception is not null; exception = exception.InnerException)
        {
            yield return exception;
        }
    }
}
