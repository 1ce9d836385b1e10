using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using PostHogProxy.Testing;
using PostHogProxy.Verification.Checks;

namespace PostHogProxy.Verification.Tests.Apps;

/// <summary>An app on Kestrel with the real package, in front of the stand-in.</summary>
internal sealed class ShopApp : IAsyncDisposable
{
    private readonly WebApplication _app;

    private ShopApp(WebApplication app, PostHogStandIn postHog)
    {
        _app = app;
        PostHog = postHog;
    }

    public PostHogStandIn PostHog { get; }

    public int Port => new Uri(_app.Urls.First()).Port;

    public string Name => _app.Environment.ApplicationName;

    /// <param name="map">Puts the app together; the delegate turns the proxy's connections to the stand-in.</param>
    /// <param name="services">The app's services and server.</param>
    /// <param name="certificate">For an app that speaks TLS itself.</param>
    /// <param name="postHog">How the stand-in behaves.</param>
    public static async Task<ShopApp> OpenAsync(
        Action<WebApplication, Action<PostHogProxyOptions>> map,
        Action<WebApplicationBuilder>? services = null,
        X509Certificate2? certificate = null,
        StandInOptions? postHog = null)
    {
        var standIn = await PostHogStandIn.StartAsync(postHog, TestContext.Current.CancellationToken);
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.Logging.ClearProviders();
        builder.Services.AddRoutingCore();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen =>
        {
            if (certificate is not null)
            {
                listen.UseHttps(certificate);
            }
        }));
        services?.Invoke(builder);
        var app = builder.Build();
        map(app, options => options.ConfigureHandler = standIn.ConnectFrom);
        await app.StartAsync(TestContext.Current.CancellationToken);
        return new(app, standIn);
    }

    public Task<VerificationReport> VerifyAsync(Func<VerifyTarget, VerifyTarget>? change = null, bool postHogIsReachable = true) =>
        VerifyAsync(new Uri($"http://127.0.0.1:{Port}/k3fw"), change, postHogIsReachable: postHogIsReachable);

    public Task<VerificationReport> VerifyAsync(
        Uri url, Func<VerifyTarget, VerifyTarget>? change = null, Action<SocketsHttpHandler>? configure = null, bool postHogIsReachable = true, PostHogStandIn? cloud = null) =>
        Proxies.Verification.OfAsync(Port, cloud ?? PostHog, url, change, configure: configure, postHogIsReachable: postHogIsReachable);

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        await PostHog.DisposeAsync();
    }
}
