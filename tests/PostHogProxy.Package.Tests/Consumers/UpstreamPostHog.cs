using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.Extensions.Logging;

namespace PostHogProxy.Package.Tests.Consumers;

/// <summary>Takes what a proxy sends on, and says yes to it.</summary>
internal sealed class UpstreamPostHog : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<string> _received = new();

    private readonly TaskCompletionSource _first = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private UpstreamPostHog()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.Run(async context =>
        {
            var body = await new StreamReader(context.Request.Body).ReadToEndAsync();
            _received.Enqueue($"{context.Request.Method} {context.Request.GetEncodedPathAndQuery()} {body}");
            _first.TrySetResult();
            context.Response.ContentType = "application/json";
            await context.Response.WriteAsync("""{"status":"Ok"}""");
        });
    }

    public string Origin => _app.Urls.Single();

    public IEnumerable<string> Received => _received;

    /// <summary>Until something was received.</summary>
    public Task FirstAsync() => _first.Task.WaitAsync(TimeSpan.FromMinutes(1));

    public static async Task<UpstreamPostHog> StartAsync()
    {
        var postHog = new UpstreamPostHog();
        await postHog._app.StartAsync();
        return postHog;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
