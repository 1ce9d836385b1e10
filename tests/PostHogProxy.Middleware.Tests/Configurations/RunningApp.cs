using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using PostHogProxy.Testing;

namespace PostHogProxy.Middleware.Tests.Configurations;

/// <summary>A configuration, started, and a browser at its door.</summary>
internal sealed class RunningApp : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly AppConfiguration _configuration;
    private readonly HttpClient _client;
    private readonly string _address;

    private RunningApp(WebApplication app, AppConfiguration configuration)
    {
        _app = app;
        _configuration = configuration;
        (_client, _address) = configuration.IsUnderTestServer
            ? (app.GetTestClient(), "http://" + configuration.Host)
            : (new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }), app.Urls.First());
    }

    public static async Task<RunningApp> StartAsync(AppConfiguration configuration, PostHogStandIn postHog)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        if (configuration.IsUnderTestServer)
        {
            builder.WebHost.UseTestServer();
        }
        else
        {
            builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0")
                .ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        }

        builder.Services.AddRoutingCore();

        // Keys of a test stay in the test.
        builder.Services.AddDataProtection().UseEphemeralDataProtectionProvider();
        builder.Logging.ClearProviders();
        configuration.Services(builder.Services);

        var app = builder.Build();
        configuration.Pipeline(app);
        configuration.Map(app, options => options.ConfigureHandler = postHog.ConnectFrom);
        await app.StartAsync(TestContext.Current.CancellationToken);
        return new(app, configuration);
    }

    public async Task<SdkAnswer> SendAsync(SdkRequest request)
    {
        using var message = request.To(_address + _configuration.Prefix);
        message.Headers.Host = _configuration.Host;
        message.Headers.TryAddWithoutValidation("Cookie", "visitor=ada");
        if (_configuration.IsBehindTls)
        {
            message.Headers.TryAddWithoutValidation("X-Forwarded-Proto", "https");
        }

        using var response = await _client.SendAsync(message, TestContext.Current.CancellationToken);
        return await SdkAnswer.ReadAsync(response);
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _app.StopAsync(CancellationToken.None);
        await _app.DisposeAsync();
    }
}
