using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using PostHogProxy.Middleware.Tests.Hosting;

namespace PostHogProxy.Middleware.Tests.Snippet;

/// <summary>An app with proxies, and a page below each path that shows the snippet.</summary>
internal sealed class SnippetApp : IAsyncDisposable
{
    public const string Token = "phc_StandInDemoEu000000000000000000000000000000";

    private readonly WebApplication _app;
    private readonly ListLogger _log;

    private SnippetApp(WebApplication app, ListLogger log)
    {
        _app = app;
        _log = log;
    }

    /// <summary>What the page says; the token, where a test says nothing else.</summary>
    public Action<PostHogSnippetOptions> Configure { get; set; } = snippet => snippet.Token = Token;

    public IConfigurationRoot Configuration => (IConfigurationRoot)_app.Services.GetRequiredService<IConfiguration>();

    public IEnumerable<string> Logged(int id) => _log.Lines.Where(line => line.Contains($" {id}: ", StringComparison.Ordinal));

    public static async Task<SnippetApp> StartAsync(Action<WebApplication> map, string environment = "Production", string? pathBase = null)
    {
        var log = new ListLogger();
        var builder = WebApplication.CreateEmptyBuilder(new() { EnvironmentName = environment });
        builder.WebHost.UseTestServer();
        builder.Services.AddRoutingCore();
        builder.Logging.AddProvider(log);
        builder.Configuration.AddInMemoryCollection([new("PostHogProxy:Disabled", "false")]);
        var app = builder.Build();
        if (pathBase is not null)
        {
            app.UsePathBase(pathBase);
            app.UseRouting();
        }

        map(app);
        var started = new SnippetApp(app, log);
        app.MapGet("/page", context => context.Response.WriteAsync(started.Render(context)));
        app.MapGet("/{tenant}/page", context => context.Response.WriteAsync(started.Render(context)));
        await app.StartAsync(TestContext.Current.CancellationToken);
        return started;
    }

    /// <summary>The head of the page.</summary>
    public async Task<string> HeadAsync(string address = "http://shop.example/page")
    {
        using var client = _app.GetTestClient();
        return await client.GetStringAsync(new Uri(address), TestContext.Current.CancellationToken);
    }

    /// <summary>What a browser makes of it.</summary>
    public async Task<SnippetReading> ReadAsync(string address = "http://shop.example/page", bool globalPrivacyControl = false) =>
        SnippetReading.Of(await HeadAsync(address), globalPrivacyControl);

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _log.Dispose();
    }

    private string Render(HttpContext context) => PostHogSnippet.Create(context, Configure).ToString();
}
