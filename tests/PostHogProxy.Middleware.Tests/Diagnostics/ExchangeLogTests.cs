using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using PostHogProxy.Forwarding;
using PostHogProxy.Middleware.Tests.Hosting;
using PostHogProxy.Rules.Routes;
using PostHogProxy.Telemetry;
using PostHogProxy.Testing;

namespace PostHogProxy.Middleware.Tests.Diagnostics;

/// <summary>The line that Debug shows of each exchange, event 40.</summary>
public sealed class ExchangeLogTests
{
    private const string Ok = """{"status":"Ok"}""";

    [Theory]
    [InlineData("POST", "/e/?token=phc_secret", "capture was answered 200 by eu.i.posthog.com: 10 bytes sent, 15 received, * ms, cache none")]
    [InlineData("POST", "/s/", "replay was answered 200 by eu.i.posthog.com: 10 bytes sent, 15 received, * ms, cache none")]
    [InlineData("GET", "/static/array.js?v=1.2.3", "assets was answered 200 by eu-assets.i.posthog.com: 0 bytes sent, 15 received, * ms, cache miss")]
    [InlineData("HEAD", "/static/array.js", "assets was answered 200 by eu-assets.i.posthog.com: 0 bytes sent, 0 received, * ms, cache miss")]
    [InlineData("GET", "/array/phc_secret/config", "remote_config was answered 200 by eu-assets.i.posthog.com: 0 bytes sent, 15 received, * ms, cache miss")]
    [InlineData("GET", "/static/array.js?x=secret", "assets was answered 200 by eu-assets.i.posthog.com: 0 bytes sent, 15 received, * ms, cache none")]
    [InlineData("GET", "/secret-path", "unknown was answered 200 by eu.i.posthog.com: 0 bytes sent, 15 received, * ms, cache none")]
    [InlineData("GET", "/api/projects/secret", "private_api was answered 404 by none: 0 bytes sent, 0 received, * ms, cache none")]
    [InlineData("PUT", "/e/", "unknown was answered 405 by none: 0 bytes sent, 0 received, * ms, cache none")]
    public async Task Each_exchange_has_one_line_that_names_nobody(string method, string path, string line)
    {
        var (shop, log) = await OpenAsync(LogLevel.Debug);
        await using var running = shop;

        await SendAsync(shop, method, path);

        var written = await log.WaitForAsync("Debug 40:");
        Assert.Matches("^Debug 40: " + System.Text.RegularExpressions.Regex.Escape(line).Replace(@"\*", "[0-9]+", StringComparison.Ordinal) + "$", written);
        Assert.Single(log.Lines, each => each.StartsWith("Debug 40:", StringComparison.Ordinal));
        Assert.DoesNotContain(log.Lines, each => each.StartsWith("Debug", StringComparison.Ordinal) && (each.Contains("secret", StringComparison.Ordinal) || each.Contains("127.0.0.1", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task What_the_cache_had_is_in_it()
    {
        var (shop, log) = await OpenAsync(LogLevel.Debug);
        await using var running = shop;

        await SendAsync(shop, "GET", "/static/array.js");
        await SendAsync(shop, "GET", "/static/array.js");

        await log.WaitForAsync("Debug 40: assets was answered 200 by none: 0 bytes sent, 15 received, 0 ms, cache hit".Split(", 0 ms")[0]);
    }

    [Fact]
    public async Task A_failure_has_its_line_too()
    {
        var (shop, log) = await OpenAsync(LogLevel.Debug, (context, _) =>
        {
            context.Abort();
            return Task.CompletedTask;
        });
        await using var running = shop;

        await SendAsync(shop, "POST", "/flags/?v=2");

        Assert.StartsWith("Debug 40: flags was answered 502 by eu.i.posthog.com: 10 bytes sent, 0 received, ", await log.WaitForAsync("Debug 40:"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_is_not_written_where_nobody_asked_for_Debug()
    {
        var (shop, log) = await OpenAsync(LogLevel.Information);
        await using var running = shop;

        await SendAsync(shop, "POST", "/e/");
        await SendAsync(shop, "GET", "/static/array.js");

        Assert.DoesNotContain(log.Lines, line => line.StartsWith("Debug", StringComparison.Ordinal));
    }

    [Fact]
    public void Off_it_allocates_nothing_and_does_not_look_at_the_clock()
    {
        const int rounds = 10_000;
        var clock = new CountingClock();
        var log = new ExchangeLog(new OffLogger(), new UpstreamOrigins("https://a.example", "https://b.example", "https://c.example"), clock);
        log.Tell(0, RouteKind.Capture, Upstream.Ingest, 200, 2048, 15);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var round = 0; round < rounds; round++)
        {
            log.Tell(0, RouteKind.Capture, Upstream.Ingest, 200, 2048, 15);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(0, clock.Asked);
    }

    private static async Task<(Shop Shop, ListLogger Log)> OpenAsync(LogLevel level, Func<HttpContext, Func<Task>, Task>? postHog = null)
    {
        var log = new ListLogger();
        var shop = await Shop.OpenAsync(
            (app, connect) => app.MapPostHogProxy("/k3fw", PostHogRegion.Eu, connect),
            builder => builder.Logging.AddProvider(log).SetMinimumLevel(level).AddFilter((category, each) => category?.StartsWith("PostHogProxy", StringComparison.Ordinal) == true && each >= level),
            new StandInOptions
            {
                Intercept = postHog ?? (async (context, _) =>
                {
                    context.Response.ContentType = "application/json";
                    context.Response.ContentLength = Ok.Length;
                    await context.Request.Body.CopyToAsync(Stream.Null, context.RequestAborted);
                    if (context.Request.Method != "HEAD")
                    {
                        await context.Response.WriteAsync(Ok, context.RequestAborted);
                    }
                }),
            });
        return (shop, log);
    }

    private static async Task SendAsync(Shop shop, string method, string path)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), "/k3fw" + path) { Content = method == "POST" ? new StringContent("0123456789") : null };
        using var response = await shop.Client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    private sealed class OffLogger : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => false;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Assert.Fail("It is off.");
    }

    private sealed class CountingClock : TimeProvider
    {
        public int Asked { get; private set; }

        public override long GetTimestamp()
        {
            Asked++;
            return base.GetTimestamp();
        }
    }
}
