using System.Net.Http.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using PostHogProxy.Outbox.Hosting;
using PostHogProxy.Testing;

namespace PostHogProxy.Outbox.Tests.Hosting;

/// <summary>An app with an outbox, and the PostHog behind it, which the test takes down and brings back.</summary>
internal sealed class OutboxApp : IAsyncDisposable
{
    public const string Token = "phc_StandInDemoEu000000000000000000000000000000";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly PostHogStandIn _postHog;
    private readonly Fault _fault;
    private readonly WebApplication _app;

    private OutboxApp(PostHogStandIn postHog, Fault fault, WebApplication app, Lines lines)
    {
        (_postHog, _fault, _app, Log) = (postHog, fault, app, lines);
        Client = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
    }

    public HttpClient Client { get; }

    public Lines Log { get; }

    public StandInJournal Journal => _postHog.Journal;

    public OutboxState State => _app.Services.GetRequiredService<OutboxState>();

    /// <param name="file">The outbox's file.</param>
    /// <param name="configure">Further options of the outbox.</param>
    /// <param name="proxy">Further options of the proxy.</param>
    /// <param name="services">Further services of the app.</param>
    /// <param name="before">Middleware in front of the proxy.</param>
    /// <param name="clock">PostHog's clock.</param>
    public static async Task<OutboxApp> StartAsync(
        string file,
        Action<PostHogOutboxOptions>? configure = null,
        Action<PostHogProxyOptions>? proxy = null,
        Action<IServiceCollection>? services = null,
        Action<WebApplication>? before = null,
        TimeProvider? clock = null)
    {
        var fault = new Fault();
        var postHog = await PostHogStandIn.StartAsync(new StandInOptions { Intercept = fault.Run, Time = clock ?? TimeProvider.System });
        var lines = new Lines();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders().AddProvider(lines);
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddPostHogProxy().AddSqliteOutbox(options =>
        {
            options.Path = file;
            options.MinFreeDisk = 0;
            options.LongestStart = TimeSpan.Zero;
            options.AttemptTimeout = TimeSpan.FromSeconds(2);
            configure?.Invoke(options);
        });
        builder.Services.AddHealthChecks().AddPostHogProxy();
        services?.Invoke(builder.Services);
        var app = builder.Build();
        before?.Invoke(app);
        app.MapPostHogProxy("/shop", PostHogRegion.Eu, options =>
        {
            options.ConfigureHandler = postHog.ConnectFrom;
            proxy?.Invoke(options);
        });
        await app.StartAsync(TestContext.Current.CancellationToken);
        return new(postHog, fault, app, lines);
    }

    /// <summary>How PostHog fails, for those tests that do not mind how.</summary>
    public static Task Refuse(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        return Task.CompletedTask;
    }

    public void TakeDown(Func<HttpContext, Task> how) => _fault.How = (context, _) => how(context);

    /// <summary>PostHog takes what comes, and its answers get lost.</summary>
    public void LoseAnswers() => _fault.How = static async (context, next) =>
    {
        var body = context.Response.Body;
        context.Response.Body = Stream.Null;
        await next();
        context.Response.Body = body;
        context.Response.Clear();
        context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
    };

    public void BringBack() => _fault.How = null;

    public async Task<HttpResponseMessage> SendAsync(string name, string path = "/e/", string? uuid = null) => await Client.PostAsJsonAsync(
        "/shop" + path,
        new { api_key = Token, @event = name, uuid = uuid ?? Guid.NewGuid().ToString(), distinct_id = "d", timestamp = DateTime.UtcNow, properties = new { token = Token, distinct_id = "d" } },
        TestContext.Current.CancellationToken);

    public async Task<StandInEvent> ArrivesAsync(string name)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(Patience);
        return await Journal.WaitForEventAsync(captured => captured.Event == name, limit.Token);
    }

    public async Task<HealthReport> HealthAsync() => await _app.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync(
        registration => registration.Name == "posthog-outbox", TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
        await _postHog.DisposeAsync();
    }

    private sealed class Fault
    {
        public volatile Func<HttpContext, Func<Task>, Task>? How;

        public Task Run(HttpContext context, Func<Task> next) => How is { } how ? how(context, next) : next();
    }
}
