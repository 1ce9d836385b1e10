using System.Net;
using PostHogProxy.Forwarding.Connecting;
using PostHogProxy.Forwarding.Contents;

namespace PostHogProxy.Forwarding;

/// <summary>The connections of one proxy: the app need not know them.</summary>
internal sealed class UpstreamClient : IDisposable
{
    private readonly SocketsHttpHandler _handler;

    // Real time: the clock of the app may be a test's, which stands still.
    public UpstreamClient(PostHogProxyOptions options)
        : this(options, new HostConnector(TimeProvider.System))
    {
    }

    public UpstreamClient(PostHogProxyOptions options, HostConnector connector)
    {
        _handler = new SocketsHttpHandler
        {
            // A redirect of a POST loses its body, and one to a login page would be followed to an HTML page.
            AllowAutoRedirect = false,
            UseCookies = false,

            // Byte for byte: the loader may carry an integrity hash.
            AutomaticDecompression = DecompressionMethods.None,

            // Trace ids of the app are none of PostHog's business.
            ActivityHeadersPropagator = null,
            EnableMultipleHttp2Connections = true,

            // The server reads headers as UTF-8; a user agent with an umlaut must not cost the event.
            RequestHeaderEncodingSelector = static (_, _) => System.Text.Encoding.UTF8,
            ConnectTimeout = options.ConnectTimeout,
            ConnectCallback = (context, cancellation) => ConnectAsync(connector, context.DnsEndPoint, cancellation),
            PlaintextStreamFilter = static (connection, _) => new(AnswerWatch.Around(connection)),

            // A connection outlives the DNS answer it was made with; PostHog moves.
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        };
        options.ConfigureHandler?.Invoke(_handler);
        var wrapped = options.WrapHandler?.Invoke(_handler) ?? _handler;
        Invoker = new HttpMessageInvoker(wrapped, disposeHandler: true);
    }

    public HttpMessageInvoker Invoker { get; }

    public void Dispose()
    {
        Invoker.Dispose();

        // One that replaces ours instead of wrapping it does not dispose it.
        _handler.Dispose();
    }

    private static async ValueTask<Stream> ConnectAsync(HostConnector connector, DnsEndPoint host, CancellationToken cancellation)
    {
        try
        {
            return await connector.ConnectAsync(host.Host, host.Port, cancellation);
        }
        catch (OperationCanceledException late) when (cancellation.IsCancellationRequested)
        {
            // The client makes a cancellation of its own, and keeps the reason of any other exception: the addresses are in it.
            throw new TimeoutException(late.Message, late);
        }
    }
}
