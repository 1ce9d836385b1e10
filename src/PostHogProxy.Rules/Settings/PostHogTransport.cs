namespace PostHogProxy;

/// <summary>What carries requests to PostHog.</summary>
public enum PostHogTransport
{
    /// <summary>
    /// The package's own HTTP/2 connection. Where the host offers no HTTP/2, or the app sets <c>WrapHandler</c>, an egress proxy or something else that only
    /// <c>SocketsHttpHandler</c> does, that one is used.
    /// </summary>
    Auto,

    /// <summary><c>SocketsHttpHandler</c>, the HTTP client of .NET, for all requests.</summary>
    SocketsHttpHandler,
}
