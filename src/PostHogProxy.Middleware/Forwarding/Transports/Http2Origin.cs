using System.Net.Sockets;
using PostHogProxy.Forwarding.Connecting;
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
    /// <param name="handler">Has what the app sets of connections: TLS, times and sizes.</param>
    /// <param name="connector">Finds and tries the addresses.</param>
    public static Http2Origin Of(string origin, SocketsHttpHandler handler, HostConnector connector)
    {
        var uri = new Uri(origin);
        var options = new Http2PoolOptions
        {
            Lifetime = OrEver(handler.PooledConnectionLifetime),
            IdleTimeout = OrEver(handler.PooledConnectionIdleTimeout),
            Limits = new Http2Limits { MaxHeaderListSize = (int)Math.Min(handler.MaxResponseHeadersLength * 1024L, int.MaxValue / 8) },
        };
        return new(origin, uri.Authority, new(stop => ConnectAsync(uri, handler, connector, stop), options, TimeProvider.System));
    }

    private static TimeSpan OrEver(TimeSpan limit) => limit == Timeout.InfiniteTimeSpan ? TimeSpan.MaxValue : limit;

    private static async Task<Stream> ConnectAsync(Uri origin, SocketsHttpHandler handler, HostConnector connector, CancellationToken stop)
    {
        using var late = CancellationTokenSource.CreateLinkedTokenSource(stop);
        late.CancelAfter(handler.ConnectTimeout);
        try
        {
            var connection = await PlainAsync(origin, connector, late.Token);
            return await SecureConnection.OpenAsync(connection, origin.IdnHost, handler.SslOptions, late.Token);
        }
        catch (OperationCanceledException over) when (late.IsCancellationRequested && !stop.IsCancellationRequested)
        {
            // As the runtime's client says it; the addresses that were tried are in the message.
            var reason = new TimeoutException(over.Message, over);
            throw new TaskCanceledException($"No connection to {origin.Authority} within {handler.ConnectTimeout}.", reason, late.Token);
        }
    }

    private static async Task<Stream> PlainAsync(Uri origin, HostConnector connector, CancellationToken cancellationToken)
    {
        try
        {
            return await connector.ConnectAsync(origin.IdnHost, origin.Port, cancellationToken);
        }
        catch (SocketException failure)
        {
            var error = failure.SocketErrorCode is SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain
                ? HttpRequestError.NameResolutionError
                : HttpRequestError.ConnectionError;
            throw new HttpRequestException(error, $"{failure.Message} ({origin.Host}:{origin.Port})", failure);
        }
    }
}
