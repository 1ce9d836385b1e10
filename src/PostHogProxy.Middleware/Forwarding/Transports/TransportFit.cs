using System.Net;

namespace PostHogProxy.Forwarding.Transports;

/// <summary>
/// Whether our own connection does what the app asks of the one to PostHog. What the app sets is honoured by it or leads to the runtime's client; nothing is
/// ignored.
/// </summary>
internal static class TransportFit
{
    /// <summary>
    /// The properties of <see cref="SocketsHttpHandler"/> that our own connection lacks. The others are <c>SslOptions</c>, <c>ConnectTimeout</c>,
    /// <c>ConnectCallback</c>, <c>PooledConnectionLifetime</c>, <c>PooledConnectionIdleTimeout</c> and <c>MaxResponseHeadersLength</c>, which it honours, and <c>CookieContainer</c>,
    /// which means nothing without <c>UseCookies</c>.
    /// </summary>
    public static readonly IReadOnlyList<(string Name, Func<SocketsHttpHandler, object?> Read)> Lacking =
    [
        (nameof(SocketsHttpHandler.ActivityHeadersPropagator), static handler => handler.ActivityHeadersPropagator),
        (nameof(SocketsHttpHandler.AllowAutoRedirect), static handler => handler.AllowAutoRedirect),
        (nameof(SocketsHttpHandler.AutomaticDecompression), static handler => handler.AutomaticDecompression),
        (nameof(SocketsHttpHandler.Credentials), static handler => handler.Credentials),
        (nameof(SocketsHttpHandler.DefaultProxyCredentials), static handler => handler.DefaultProxyCredentials),
        (nameof(SocketsHttpHandler.EnableMultipleHttp2Connections), static handler => handler.EnableMultipleHttp2Connections),
        (nameof(SocketsHttpHandler.EnableMultipleHttp3Connections), static handler => handler.EnableMultipleHttp3Connections),
        (nameof(SocketsHttpHandler.Expect100ContinueTimeout), static handler => handler.Expect100ContinueTimeout),
        (nameof(SocketsHttpHandler.InitialHttp2StreamWindowSize), static handler => handler.InitialHttp2StreamWindowSize),
        (nameof(SocketsHttpHandler.KeepAlivePingDelay), static handler => handler.KeepAlivePingDelay),
        (nameof(SocketsHttpHandler.KeepAlivePingPolicy), static handler => handler.KeepAlivePingPolicy),
        (nameof(SocketsHttpHandler.KeepAlivePingTimeout), static handler => handler.KeepAlivePingTimeout),
        (nameof(SocketsHttpHandler.MaxAutomaticRedirections), static handler => handler.MaxAutomaticRedirections),
        (nameof(SocketsHttpHandler.MaxConnectionsPerServer), static handler => handler.MaxConnectionsPerServer),
        (nameof(SocketsHttpHandler.MaxResponseDrainSize), static handler => handler.MaxResponseDrainSize),
        (nameof(SocketsHttpHandler.MeterFactory), static handler => handler.MeterFactory),
        (nameof(SocketsHttpHandler.PlaintextStreamFilter), static handler => handler.PlaintextStreamFilter),
        (nameof(SocketsHttpHandler.PreAuthenticate), static handler => handler.PreAuthenticate),
        (nameof(SocketsHttpHandler.Properties), static handler => handler.Properties.Count),
        (nameof(SocketsHttpHandler.Proxy), static handler => handler.Proxy),
        (nameof(SocketsHttpHandler.RequestHeaderEncodingSelector), static handler => handler.RequestHeaderEncodingSelector),
        (nameof(SocketsHttpHandler.ResponseDrainTimeout), static handler => handler.ResponseDrainTimeout),
        (nameof(SocketsHttpHandler.ResponseHeaderEncodingSelector), static handler => handler.ResponseHeaderEncodingSelector),
        (nameof(SocketsHttpHandler.UseCookies), static handler => handler.UseCookies),
    ];

    /// <summary>What each of them is before the app has its say.</summary>
    public static object?[] ValuesOf(SocketsHttpHandler handler) => [.. Lacking.Select(property => property.Read(handler))];

    /// <summary>Why the runtime's client sends to a host; null where our own connection can.</summary>
    /// <param name="origin">The host.</param>
    /// <param name="options">The app's.</param>
    /// <param name="handler">The handler, as the app has left it.</param>
    /// <param name="before">Its values before that.</param>
    public static string? Problem(string origin, PostHogProxyOptions options, SocketsHttpHandler handler, object?[] before)
    {
        if (options.WrapHandler is not null)
        {
            return "WrapHandler is set";
        }

        for (var index = 0; index < Lacking.Count; index++)
        {
            if (!Equals(Lacking[index].Read(handler), before[index]))
            {
                return $"ConfigureHandler sets {Lacking[index].Name}";
            }
        }

        if (handler.PooledConnectionLifetime == TimeSpan.Zero || handler.PooledConnectionIdleTimeout == TimeSpan.Zero)
        {
            return "ConfigureHandler keeps no connections";
        }

        if (handler.SslOptions.ApplicationProtocols is { Count: > 0 })
        {
            return "ConfigureHandler sets SslOptions.ApplicationProtocols";
        }

        if (handler.ConnectCallback is null)
        {
            return "ConfigureHandler takes the proxy's ConnectCallback away";
        }

        var uri = new Uri(origin);
        return uri.Scheme != Uri.UriSchemeHttps ? $"{origin} is not encrypted"
            : handler.UseProxy && IsProxied(uri, HttpClient.DefaultProxy) ? "an egress proxy is set (HTTPS_PROXY)"
            : null;
    }

    /// <summary>Whether requests to a host go through a proxy. One that gives the host itself back means none.</summary>
    public static bool IsProxied(Uri origin, IWebProxy proxy) => !proxy.IsBypassed(origin) && proxy.GetProxy(origin) is { } through && through != origin;
}
