using System.Net.Http.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using PostHogProxy.Outbox.Tests.Hosting;
using PostHogProxy.Testing;

namespace PostHogProxy.Outbox.Tests.Redis;

/// <summary>A node whose outbox is in Redis. PostHog is not its own: a fleet has one.</summary>
internal sealed class RedisApp : IAsyncDisposable
{
    private const string Token = "phc_StandInDemoEu000000000000000000000000000000";
    private readonly WebApplication _app;

    private RedisApp(WebApplication app, Lines log) => (_app, Log, Client) = (app, log, new() { BaseAddress = new Uri(app.Urls.First()) });

    public HttpClient Client { get; }

    public Lines Log { get; }

    public IServiceProvider Services => _app.Services;

    public static async Task<RedisApp> StartAsync(PostHogStandIn postHog, Action<PostHogProxyBuilder> outbox)
    {
        var lines = new Lines();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders().AddProvider(lines);
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        outbox(builder.Services.AddPostHogProxy());
        builder.Services.AddHealthChecks();
        var app = builder.Build();
        app.MapPostHogProxy("/shop", PostHogRegion.Eu, options => options.ConfigureHandler = postHog.ConnectFrom);
        await app.StartAsync(TestContext.Current.CancellationToken);
        return new(app, lines);
    }

    public static Task<RedisApp> StartAsync(PostHogStandIn postHog, RedisServer redis, Action<PostHogOutboxOptions>? configure = null) => StartAsync(
        postHog,
        proxy => proxy.AddRedisOutbox(redis.Configuration, options =>
        {
            AtOnce(options);
            configure?.Invoke(options);
        }));

    public static void AtOnce(PostHogOutboxOptions options)
    {
        options.LongestStart = TimeSpan.Zero;
        options.AttemptTimeout = TimeSpan.FromSeconds(2);
    }

    public async Task<int> SendAsync(string name)
    {
        using var answer = await Client.PostAsJsonAsync(
            "/shop/e/", new { api_key = Token, @event = name, uuid = Guid.NewGuid().ToString(), distinct_id = "d", timestamp = DateTime.UtcNow }, TestContext.Current.CancellationToken);
        return (int)answer.StatusCode;
    }

    public async Task<(HealthStatus Status, string? Words)> HealthAsync()
    {
        var report = await Services.GetRequiredService<HealthCheckService>().CheckHealthAsync(check => check.Name == "posthog-outbox", TestContext.Current.CancellationToken);
        return (report.Status, report.Entries["posthog-outbox"].Description);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}

/// <summary>The PostHog of a fleet, which the test takes down and brings back.</summary>
internal sealed class FleetPostHog : IAsyncDisposable
{
    private volatile int _isDown;

    public PostHogStandIn Server { get; private set; } = null!;

    public static async Task<FleetPostHog> StartAsync()
    {
        var postHog = new FleetPostHog();
        postHog.Server = await PostHogStandIn.StartAsync(new StandInOptions { Intercept = postHog.AnswerAsync });
        return postHog;
    }

    public void TakeDown() => _isDown = StatusCodes.Status503ServiceUnavailable;

    /// <summary>It answers, and takes nothing of this project any more.</summary>
    public void Refuse() => _isDown = StatusCodes.Status400BadRequest;

    public void BringBack() => _isDown = 0;

    public async Task ArrivesAsync(string name)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(60));
        await Server.Journal.WaitForEventAsync(captured => captured.Event == name, limit.Token);
    }

    public ValueTask DisposeAsync() => Server.DisposeAsync();

    private async Task AnswerAsync(HttpContext context, Func<Task> next)
    {
        var status = _isDown;
        if (status == 0)
        {
            await next();
            return;
        }

        await context.Request.Body.CopyToAsync(Stream.Null, context.RequestAborted);
        context.Response.StatusCode = status;
    }
}
