using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using PostHogProxy.EndToEnd.Blocking;
using PostHogProxy.Testing;

namespace PostHogProxy.EndToEnd.Keeping;

/// <summary>A page with any posthog-js, a proxy with an outbox on its own origin or on another, and a PostHog that goes down.</summary>
internal sealed class OutagePage : IAsyncDisposable
{
    private const string Proxy = "/k3fw";

    private readonly PostHogStandIn _postHog;
    private readonly WebApplication _shop;
    private readonly WebApplication _proxy;
    private readonly string _folder;
    private readonly Switch _switch;
    private readonly ConcurrentQueue<string> _requests;

    private OutagePage(PostHogStandIn postHog, WebApplication shop, WebApplication proxy, string folder, Switch @switch, ConcurrentQueue<string> requests)
    {
        (_postHog, _shop, _proxy, _folder, _switch, _requests) = (postHog, shop, proxy, folder, @switch, requests);
        Address = $"http://shop.localhost:{new Uri(shop.Urls.First()).Port}/";
    }

    public string Address { get; }

    public StandInJournal Journal => _postHog.Journal;

    /// <summary>What the browser asked the proxy, for a test that failed.</summary>
    public string Told => string.Join('\n', _requests);

    public static async Task<OutagePage> StartAsync(string version, bool isCrossOrigin)
    {
        var options = await ClientPage.PostHogWithAsync(version);
        var turn = new Switch(options.Intercept ?? (static (_, next) => next()));
        options.Intercept = turn.InterceptAsync;
        var postHog = await PostHogStandIn.StartAsync(options);
        var folder = Directory.CreateTempSubdirectory("posthog-tabs-").FullName;
        var requests = new ConcurrentQueue<string>();
        var proxy = await RunAsync(
            builder => builder.Services.AddPostHogProxy().AddSqliteOutbox(outbox =>
            {
                outbox.Path = Path.Combine(folder, "outbox.db");
                outbox.MinFreeDisk = 0;
                outbox.AttemptTimeout = TimeSpan.FromSeconds(1);
            }),
            app =>
            {
                app.Use(async (context, next) =>
                {
                    requests.Enqueue($"{DateTime.UtcNow:mm:ss.fff} {context.Request.Method} {context.Request.Path} begins");
                    await next();
                    requests.Enqueue($"{DateTime.UtcNow:mm:ss.fff} {context.Request.Method} {context.Request.Path}{context.Request.QueryString} {context.Request.ContentLength}: {context.Response.StatusCode}{(context.RequestAborted.IsCancellationRequested ? ", gone" : "")}");
                });
                app.MapPostHogProxy(Proxy, PostHogRegion.Eu, proxy => proxy.ConfigureHandler = postHog.ConnectFrom);
                if (!isCrossOrigin)
                {
                    MapPage(app, Proxy);
                }
            });
        var shop = isCrossOrigin
            ? await RunAsync(static _ => { }, app => MapPage(app, $"http://e.localhost:{new Uri(proxy.Urls.First()).Port}{Proxy}"))
            : proxy;
        return new(postHog, shop, proxy, folder, turn, requests);
    }

    public void TakeDown(string fault) => _switch.Fault = fault;

    public void BringBack() => _switch.Fault = null;

    public async ValueTask DisposeAsync()
    {
        BringBack();
        await _proxy.StopAsync();
        await _proxy.DisposeAsync();
        if (_shop != _proxy)
        {
            await _shop.StopAsync();
            await _shop.DisposeAsync();
        }

        await _postHog.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private static async Task<WebApplication> RunAsync(Action<WebApplicationBuilder> add, Action<WebApplication> map)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        add(builder);
        var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        map(app);
        await app.StartAsync();
        return app;
    }

    private static void MapPage(WebApplication app, string apiHost)
    {
        app.MapGet("/", () => Results.Text(Html(apiHost), "text/html; charset=utf-8"));
        app.MapGet("/left", () => Results.Text("<!DOCTYPE html><title>Another page</title>", "text/html; charset=utf-8"));
        app.MapGet("/favicon.ico", () => Results.NoContent());
    }

    // What was captured stands where it outlives the tab.
    private static string Html(string apiHost) => $$"""
        <!DOCTYPE html>
        <title>A shop</title>
        <script src="{{apiHost}}/static/array.js"></script>
        <script>
          posthog.init('{{ClientPage.Token}}', {
            api_host: '{{apiHost}}', ui_host: 'https://eu.posthog.com', defaults: '2026-01-30', opt_out_useragent_filter: true,
            disable_session_recording: true, disable_surveys: true, capture_performance: false, autocapture: false, capture_dead_clicks: false,
            before_send: event => {
              const captured = JSON.parse(localStorage.getItem('captured') ?? '[]')
              captured.push({ event: event.event, uuid: event.uuid, at: Date.now() })
              localStorage.setItem('captured', JSON.stringify(captured))
              return event
            },
          })
          const beacon = navigator.sendBeacon
          navigator.sendBeacon = (url, body) => {
            const sent = beacon.call(navigator, url, body)
            localStorage.setItem('beacons', `${localStorage.getItem('beacons') ?? ''} ${url} ${body?.type} ${body?.size} ${sent};`)
            return sent
          }
          addEventListener('beforeunload', () => posthog.capture('left in a hurry'))
        </script>
        """;

    private sealed class Switch(Func<HttpContext, Func<Task>, Task> up)
    {
        public volatile string? Fault;

        public async Task InterceptAsync(HttpContext context, Func<Task> next)
        {
            switch (Fault)
            {
                case null:
                    await up(context, next);
                    break;
                case "503":
                    context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
                    break;
                case "reset":
                    context.Abort();
                    break;
                default:
                    // Until the proxy gives up.
                    await Task.Delay(Timeout.Infinite, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                    break;
            }
        }
    }
}
