using System.Net;
using Microsoft.Extensions.Logging;
using PostHogProxy.Forwarding.Connecting;
using PostHogProxy.Forwarding.Contents;
using PostHogProxy.Forwarding.Transports;
using PostHogProxy.Telemetry;

namespace PostHogProxy.Forwarding;

/// <summary>The connections of one proxy: the app need not know them.</summary>
internal sealed class UpstreamClient : IDisposable
{
    private readonly PostHogProxyOptions _options;
    private readonly SocketsHttpHandler _handler;
    private readonly object?[] _valuesBefore;
    private ChosenTransport? _transport;

    // Real time: the clock of the app may be a test's, which stands still.
    public UpstreamClient(PostHogProxyOptions options)
        : this(options, new HostConnector(TimeProvider.System))
    {
    }

    public UpstreamClient(PostHogProxyOptions options, HostConnector connector)
    {
        _options = options;
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
        _valuesBefore = TransportFit.ValuesOf(_handler);
        options.ConfigureHandler?.Invoke(_handler);
        var wrapped = options.WrapHandler?.Invoke(_handler) ?? _handler;
        Invoker = new HttpMessageInvoker(wrapped, disposeHandler: true);
    }

    /// <summary>The runtime's client, for what the proxy asks by itself.</summary>
    public HttpMessageInvoker Invoker { get; }

    /// <summary>What carries the visitors' requests.</summary>
    public ChosenTransport Transport(UpstreamOrigins origins, IOptionsInForce options, ILogger logger)
    {
        var handler = new HandlerTransport(Invoker);
        var own = new List<Http2Transport>();
        var problems = new Dictionary<string, string>(StringComparer.Ordinal);
        var hosts = new[] { origins.Ingest, origins.Assets, origins.App }.Distinct();
        foreach (var alike in hosts.GroupBy(origin => TransportFit.Problem(origin, _options, _handler, _valuesBefore)))
        {
            var isWanted = options.Current.Transport == PostHogTransport.Auto;
            if (!options.Current.Disabled)
            {
                Say(logger, alike, alike.Key ?? (isWanted ? null : "Transport is SocketsHttpHandler"));
            }

            if (alike.Key is { } problem)
            {
                foreach (var origin in alike)
                {
                    problems[origin] = problem;
                }
            }
            else
            {
                own.AddRange(alike.Select(origin => new Http2Transport(Http2Origin.Of(origin, _handler), handler, logger)));
            }
        }

        return _transport = new(handler, own, options, problems);
    }

    private static void Say(ILogger logger, IEnumerable<string> hosts, string? problem)
    {
        if (problem is null)
        {
            logger.SendsOverHttp2(string.Join(", ", hosts));
        }
        else
        {
            logger.SendsThroughHandler(string.Join(", ", hosts), problem);
        }
    }

    public void Dispose()
    {
        _transport?.Dispose();
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
