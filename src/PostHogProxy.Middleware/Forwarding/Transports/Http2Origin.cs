using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using PostHogProxy.Http2.Connections;
using PostHogProxy.Http2.Pooling;

namespace PostHogProxy.Forwarding.Transports;

/// <summary>The connections of our own to one host of PostHog's.</summary>
/// <param name="Origin">Scheme, host and port.</param>
/// <param name="Authority">Host and port, as a request names them.</param>
/// <param name="Pool">The connections.</param>
internal sealed record Http2Origin(string Origin, string Authority, Http2ConnectionPool Pool)
{
    /// <param name="origin">Scheme, host and port.</param>
    /// <param name="handler">Has what the app, or the proxy, sets of connections: how to open them, TLS, times and sizes.</param>
    public static Http2Origin Of(string origin, SocketsHttpHandler handler)
    {
        var uri = new Uri(origin);
        var authority = uri.IsDefaultPort ? HostOf(uri) : $"{HostOf(uri)}:{uri.Port}";
        return new(origin, authority, new(stop => ConnectAsync(uri, handler, stop), OptionsOf(handler), TimeProvider.System));
    }

    /// <summary>The times and sizes of a handler, for a pool.</summary>
    public static Http2PoolOptions OptionsOf(SocketsHttpHandler handler) => new()
    {
        Lifetime = OrEver(handler.PooledConnectionLifetime),
        IdleTimeout = OrEver(handler.PooledConnectionIdleTimeout),
        StartTimeout = handler.ConnectTimeout,
        Limits = new Http2Limits { MaxHeaderListSize = (int)Math.Min(handler.MaxResponseHeadersLength * 1024L, int.MaxValue / 8) },
    };

    private static string HostOf(Uri origin) => origin.HostNameType == UriHostNameType.IPv6 ? $"[{origin.IdnHost}]" : origin.IdnHost;

    private static TimeSpan OrEver(TimeSpan limit) => limit == Timeout.InfiniteTimeSpan ? TimeSpan.MaxValue : limit;

    private static async Task<Stream> ConnectAsync(Uri origin, SocketsHttpHandler handler, CancellationToken stop)
    {
        using var late = CancellationTokenSource.CreateLinkedTokenSource(stop);
        late.CancelAfter(handler.ConnectTimeout);
        try
        {
            var connection = await PlainAsync(origin, handler, late.Token);
            return await SecureConnection.OpenAsync(connection, origin.IdnHost, handler.SslOptions, late.Token);
        }
        catch (Exception over) when (late.IsCancellationRequested && !stop.IsCancellationRequested)
        {
            // As the runtime's client says it; the addresses that were tried are in the message.
            var reason = over as TimeoutException ?? new TimeoutException(over.Message, over);
            throw new TaskCanceledException($"No connection to {origin.Authority} within {handler.ConnectTimeout}.", reason, late.Token);
        }
    }

    // The app's own callback, or the proxy's, which tries the addresses as RFC 8305 says.
    private static async Task<Stream> PlainAsync(Uri origin, SocketsHttpHandler handler, CancellationToken cancellationToken)
    {
        using var asked = new HttpRequestMessage(HttpMethod.Get, origin);
        try
        {
            return await handler.ConnectCallback!(ContextOf(new DnsEndPoint(origin.IdnHost, origin.Port), asked), cancellationToken);
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
        {
            var error = failure is SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain }
                ? HttpRequestError.NameResolutionError
                : HttpRequestError.ConnectionError;
            throw new HttpRequestException(error, $"{failure.Message} ({origin.Host}:{origin.Port})", failure);
        }
    }

    // It has no public constructor. A test fails if a version of .NET has another one.
    [UnsafeAccessor(UnsafeAccessorKind.Constructor)]
    private static extern SocketsHttpConnectionContext ContextOf(DnsEndPoint host, HttpRequestMessage asked);
}
