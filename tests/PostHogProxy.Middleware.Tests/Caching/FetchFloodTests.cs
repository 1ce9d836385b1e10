using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Http;
using PostHogProxy.Middleware.Tests.Hosting;
using PostHogProxy.Testing;

namespace PostHogProxy.Middleware.Tests.Caching;

/// <summary>
/// Anybody can ask for made-up versions of large files and hang up. What the app holds for them stays within what docs/caching.md promises,
/// and events pass beside it.
/// </summary>
public sealed class FetchFloodTests
{
    private const int MiB = 1024 * 1024;

    // The default of AssetCache:MaximumBytes, and as much again for everything else.
    private const long MostGrowth = 128 * MiB;

    private readonly ConcurrentDictionary<string, TaskCompletionSource> _sending = new();

    [Theory]
    [InlineData(1_000, 1, false)]
    [InlineData(1_000, 1, true)]
    [InlineData(300, 8, false)]
    [InlineData(300, 8, true)]
    public async Task Visitors_who_ask_for_large_files_and_hang_up_cost_no_more_than_the_bound(int visitors, int mebibytes, bool waitsForPostHog)
    {
        await using var postHog = await PostHogStandIn.StartAsync(
            new StandInOptions { Intercept = (context, next) => AnswerAsync(context, next, mebibytes * MiB) }, TestContext.Current.CancellationToken);

        // The collector works with what there is: the more memory a machine has, the later it collects.
        await using var app = await ProxyProcess.StartAsync(postHog, ("DOTNET_GCHeapHardLimit", "0x18000000"));
        Assert.Equal(Enumerable.Repeat(HttpStatusCode.OK, 20), await SendEventsAsync(app.Client, 20));
        var before = app.WorkingSet;

        var flood = Parallel.ForEachAsync(
            Enumerable.Range(0, visitors),
            new ParallelOptions { MaxDegreeOfParallelism = 100, CancellationToken = TestContext.Current.CancellationToken },
            async (visitor, _) => await HangUpAsync(app.Port, $"/static/x.js?v={visitor}", waitsForPostHog));
        var events = await SendEventsAsync(app.Client, 20);
        await flood;

        Assert.Equal(Enumerable.Repeat(HttpStatusCode.OK, 20), events);
        Assert.Equal(Enumerable.Repeat(HttpStatusCode.OK, 20), await SendEventsAsync(app.Client, 20));
        var growth = app.PeakWorkingSet - before;
        TestContext.Current.SendDiagnosticMessage($"{visitors} x {mebibytes} MiB: {before / MiB} MiB + {growth / MiB} MiB");
        Assert.True(growth <= MostGrowth, $"It grew by {growth / MiB} MiB from {before / MiB} MiB.");
    }

    // A large file that comes slowly: half of it, and nobody waits for the rest.
    private async Task AnswerAsync(HttpContext context, Func<Task> next, int size)
    {
        if (!context.Request.Path.StartsWithSegments("/static"))
        {
            await next();
            return;
        }

        Sending(context.Request.QueryString.Value!).TrySetResult();
        context.Response.ContentType = "text/javascript";
        context.Response.Headers.CacheControl = "public, max-age=300";
        context.Response.ContentLength = size;
        var portion = new byte[64 * 1024];
        for (var sent = 0; sent < size / 2; sent += portion.Length)
        {
            await context.Response.Body.WriteAsync(portion, context.RequestAborted);
        }

        await Task.Delay(Timeout.Infinite, context.RequestAborted);
    }

    private async Task HangUpAsync(int port, string target, bool waitsForPostHog)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, port, TestContext.Current.CancellationToken);
        await socket.SendAsync(Encoding.ASCII.GetBytes($"GET /k3fw{target} HTTP/1.1\r\nHost: shop.example\r\n\r\n"), TestContext.Current.CancellationToken);
        if (waitsForPostHog)
        {
            await Sending(target[target.IndexOf('?', StringComparison.Ordinal)..]).Task.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
        }
    }

    private TaskCompletionSource Sending(string query) => _sending.GetOrAdd(query, _ => new(TaskCreationOptions.RunContinuationsAsynchronously));

    private static async Task<HttpStatusCode[]> SendEventsAsync(HttpClient client, int count)
    {
        var statuses = new HttpStatusCode[count];
        for (var number = 0; number < count; number++)
        {
            using var body = new StringContent($$"""{"api_key":"{{StandInProject.EuDemo.Token}}","batch":[{"event":"e","distinct_id":"v","uuid":"{{Guid.NewGuid()}}"}]}""");
            using var response = await client.PostAsync("/k3fw/e/", body, TestContext.Current.CancellationToken);
            statuses[number] = response.StatusCode;
        }

        return statuses;
    }
}
