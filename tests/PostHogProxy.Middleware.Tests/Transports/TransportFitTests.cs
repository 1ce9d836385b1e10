using System.Net;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using PostHogProxy.Forwarding.Transports;

namespace PostHogProxy.Middleware.Tests.Transports;

/// <summary>What an app sets of the connection to PostHog is honoured, or leads to the runtime's client. It is never ignored.</summary>
public sealed class TransportFitTests
{
    private const string PostHog = "https://eu.i.posthog.com";

    // Typed from the documentation of SocketsHttpHandler: a new property of .NET's fails the test until somebody has decided.
    private static readonly string[] Honoured =
    [
        "ConnectCallback", "ConnectTimeout", "MaxResponseHeadersLength", "PooledConnectionIdleTimeout", "PooledConnectionLifetime", "SslOptions",
    ];

    // CookieContainer means nothing without UseCookies; UseProxy is asked together with the proxies of the environment.
    private static readonly string[] WithoutEffect = ["CookieContainer", "UseProxy"];

    private static readonly Dictionary<string, Action<SocketsHttpHandler>> Changes = new()
    {
        ["ActivityHeadersPropagator"] = handler => handler.ActivityHeadersPropagator = System.Diagnostics.DistributedContextPropagator.CreateDefaultPropagator(),
        ["AllowAutoRedirect"] = handler => handler.AllowAutoRedirect = true,
        ["AutomaticDecompression"] = handler => handler.AutomaticDecompression = DecompressionMethods.GZip,
        ["Credentials"] = handler => handler.Credentials = new NetworkCredential("a", "b"),
        ["DefaultProxyCredentials"] = handler => handler.DefaultProxyCredentials = new NetworkCredential("a", "b"),
        ["EnableMultipleHttp2Connections"] = handler => handler.EnableMultipleHttp2Connections = !handler.EnableMultipleHttp2Connections,
        ["EnableMultipleHttp3Connections"] = handler => handler.EnableMultipleHttp3Connections = !handler.EnableMultipleHttp3Connections,
        ["Expect100ContinueTimeout"] = handler => handler.Expect100ContinueTimeout = TimeSpan.FromSeconds(3),
        ["InitialHttp2StreamWindowSize"] = handler => handler.InitialHttp2StreamWindowSize = 1 << 20,
        ["KeepAlivePingDelay"] = handler => handler.KeepAlivePingDelay = TimeSpan.FromSeconds(3),
        ["KeepAlivePingPolicy"] = handler => handler.KeepAlivePingPolicy = HttpKeepAlivePingPolicy.WithActiveRequests,
        ["KeepAlivePingTimeout"] = handler => handler.KeepAlivePingTimeout = TimeSpan.FromSeconds(3),
        ["MaxAutomaticRedirections"] = handler => handler.MaxAutomaticRedirections = 3,
        ["MaxConnectionsPerServer"] = handler => handler.MaxConnectionsPerServer = 3,
        ["MaxResponseDrainSize"] = handler => handler.MaxResponseDrainSize = 3,
        ["MeterFactory"] = handler => handler.MeterFactory = new Meters(),
        ["PlaintextStreamFilter"] = handler => handler.PlaintextStreamFilter = (made, _) => new(made.PlaintextStream),
        ["PreAuthenticate"] = handler => handler.PreAuthenticate = true,
        ["Properties"] = handler => handler.Properties["a"] = "b",
        ["Proxy"] = handler => handler.Proxy = new WebProxy("http://127.0.0.1:9"),
        ["RequestHeaderEncodingSelector"] = handler => handler.RequestHeaderEncodingSelector = (_, _) => System.Text.Encoding.Latin1,
        ["ResponseDrainTimeout"] = handler => handler.ResponseDrainTimeout = TimeSpan.FromSeconds(3),
        ["ResponseHeaderEncodingSelector"] = handler => handler.ResponseHeaderEncodingSelector = (_, _) => System.Text.Encoding.Latin1,
        ["UseCookies"] = handler => handler.UseCookies = true,
    };

    public static TheoryData<string> Lacking => [.. Changes.Keys];

    [Fact]
    public void Every_property_of_the_handler_is_honoured_or_leads_to_it()
    {
        var all = typeof(SocketsHttpHandler).GetProperties().Where(property => property.GetMethod is { IsPublic: true, IsStatic: false }).Select(property => property.Name);

        Assert.Equal(all.Order(StringComparer.Ordinal), Changes.Keys.Concat(Honoured).Concat(WithoutEffect).Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Lacking))]
    public void What_the_own_connection_lacks_leads_to_the_handler(string property) =>
        Assert.Equal($"ConfigureHandler sets {property}", Problem(Changes[property]));

    [Theory]
    [InlineData("ConnectTimeout")]
    [InlineData("PooledConnectionLifetime")]
    [InlineData("PooledConnectionIdleTimeout")]
    [InlineData("MaxResponseHeadersLength")]
    [InlineData("SslOptions")]
    [InlineData("ConnectCallback")]
    public void What_it_honours_does_not(string property) => Assert.Null(Problem(handler =>
    {
        switch (property)
        {
            case "ConnectTimeout":
                handler.ConnectTimeout = TimeSpan.FromSeconds(3);
                break;
            case "PooledConnectionLifetime":
                handler.PooledConnectionLifetime = Timeout.InfiniteTimeSpan;
                break;
            case "PooledConnectionIdleTimeout":
                handler.PooledConnectionIdleTimeout = TimeSpan.FromSeconds(3);
                break;
            case "MaxResponseHeadersLength":
                handler.MaxResponseHeadersLength = 3;
                break;
            case "SslOptions":
                handler.SslOptions = new SslClientAuthenticationOptions { CertificateRevocationCheckMode = X509RevocationMode.Online };
                break;
            default:
                handler.ConnectCallback = (_, _) => throw new NotSupportedException();
                break;
        }
    }));

    [Fact]
    public void A_handler_around_it_leads_to_the_handler()
    {
        var options = new PostHogProxyOptions { WrapHandler = inner => inner };

        Assert.Equal("WrapHandler is set", Problem(_ => { }, options));
    }

    [Theory]
    [InlineData("http://posthog.internal:8000", "http://posthog.internal:8000 is not encrypted")]
    [InlineData("https://posthog.internal:8000", null)]
    public void Only_what_is_encrypted_can_be_HTTP_2(string origin, string? problem) => Assert.Equal(problem, Problem(_ => { }, origin: origin));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void An_app_that_keeps_no_connections_or_wants_other_protocols_gets_the_handler(bool isLifetime) => Assert.NotNull(Problem(handler =>
    {
        if (isLifetime)
        {
            handler.PooledConnectionLifetime = TimeSpan.Zero;
        }
        else
        {
            handler.SslOptions.ApplicationProtocols = [SslApplicationProtocol.Http11];
        }
    }));

    [Theory]
    [InlineData("http://proxy.example:3128", false, true)]
    [InlineData("http://proxy.example:3128", true, false)]
    [InlineData(null, false, false)]
    [InlineData(PostHog, false, false)]
    public void A_proxy_that_leaves_the_host_alone_is_none(string? through, bool isBypassed, bool isProxied) =>
        Assert.Equal(isProxied, TransportFit.IsProxied(new(PostHog), new Proxy(through is null ? null : new Uri(through), isBypassed)));

    private static string? Problem(Action<SocketsHttpHandler> change, PostHogProxyOptions? options = null, string origin = PostHog)
    {
        using var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            ActivityHeadersPropagator = null,
            ConnectCallback = (_, _) => throw new NotSupportedException(),
        };
        var before = TransportFit.ValuesOf(handler);
        change(handler);
        return TransportFit.Problem(origin, options ?? new(), handler, before);
    }

    private sealed class Proxy(Uri? through, bool isBypassed) : IWebProxy
    {
        public ICredentials? Credentials { get; set; }

        public Uri? GetProxy(Uri destination) => through;

        public bool IsBypassed(Uri host) => isBypassed;
    }

    private sealed class Meters : System.Diagnostics.Metrics.IMeterFactory
    {
        public System.Diagnostics.Metrics.Meter Create(System.Diagnostics.Metrics.MeterOptions options) => new(options);

        public void Dispose()
        {
        }
    }
}
