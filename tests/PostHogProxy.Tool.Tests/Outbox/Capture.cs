using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace PostHogProxy.Tool.Tests.Outbox;

/// <summary>The host that takes events, without TLS: it writes down what comes and answers what the test says.</summary>
internal sealed class Capture : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<(string Target, string Body)> _requests = new();

    private Capture(WebApplication app) => _app = app;

    public string Url => _app.Urls.First();

    public Func<string, int> Status { get; set; } = _ => 200;

    public IReadOnlyList<(string Target, string Body)> Requests => [.. _requests];

    public static async Task<Capture> StartAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Services.AddRoutingCore();
        var app = builder.Build();
        var capture = new Capture(app);
        app.Run(capture.TakeAsync);
        await app.StartAsync(TestContext.Current.CancellationToken);
        return capture;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task TakeAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        var body = await reader.ReadToEndAsync();
        _requests.Enqueue((context.Request.Path + context.Request.QueryString.ToString(), body));
        context.Response.StatusCode = Status(body);
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync("""{"status":"Ok"}""");
    }
}
