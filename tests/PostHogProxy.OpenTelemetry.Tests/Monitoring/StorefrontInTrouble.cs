using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Builder;
using PostHogProxy.Testing;
using Storefront;

namespace PostHogProxy.OpenTelemetry.Tests.Monitoring;

/// <summary>
/// The Storefront as it is, scraped by a real Prometheus while everything happens to it that an operator wants to see: visitors, a token of the
/// other region, an outage of ten minutes, events that PostHog refuses, an outage of a day, and more requests than are permitted.
/// </summary>
public sealed class StorefrontInTrouble : IAsyncLifetime
{
    private const int MostRequests = 3;
    private static readonly string Token = StandInProject.EuDemo.Token;
    private static readonly string TokenOfTheOtherRegion = StandInProject.UsDemo.Token;

    private PostHogStandIn? _postHog;
    private WebApplication? _shop;
    private HttpClient? _visitor;

    internal PrometheusServer Prometheus { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        _postHog = await PostHogStandIn.StartAsync();
        _shop = await StorefrontApp.BuildAsync(
            [
                "--urls", "http://127.0.0.1:0",
                "--Logging:LogLevel:Default=None",
                $"--hostingStartupAssemblies={typeof(MonitoredApp).Assembly.GetName().Name}",
                "--Storefront:Path=/k3fw",
                "--Storefront:Outage=On",
                $"--PostHogProxy:MaxConcurrentRequests={MostRequests}",
                $"--PostHogProxy:ProjectTokens:0={Token}",
                $"--PostHogProxy:ProjectTokens:1={TokenOfTheOtherRegion}",
                "--PostHogProxy:Outbox:MaxReplayShare=0",
            ],
            _postHog);
        await _shop.StartAsync();
        _visitor = new HttpClient { BaseAddress = new Uri(_shop.Urls.Single()) };
        Prometheus = await PrometheusServer.StartAsync(_visitor.BaseAddress, MonitoringFiles.Rules);
        await SellAsync();
        await LoseForTenMinutesAsync();
        await ComeBackAsync();
        await LoseForADayAsync();
        await CrowdAsync();
        await SeenAsync("max_over_time(posthog_proxy_concurrency_utilization[2m]) >= 1");
    }

    public async ValueTask DisposeAsync()
    {
        if (Prometheus is not null)
        {
            await Prometheus.DisposeAsync();
        }

        _visitor?.Dispose();
        if (_shop is not null)
        {
            await _shop.DisposeAsync();
        }

        if (_postHog is not null)
        {
            await _postHog.DisposeAsync();
        }
    }

    private async Task SellAsync()
    {
        Assert.Equal(HttpStatusCode.OK, await GetAsync("/k3fw/static/array.js"));
        Assert.Equal(HttpStatusCode.OK, await GetAsync("/k3fw/static/array.js"));
        Assert.Equal(HttpStatusCode.OK, await PostAsync("/k3fw/e/", Event("viewed")));
        Assert.Equal(HttpStatusCode.OK, await PostAsync("/k3fw/flags/?v=2", Flags(Token)));
        Assert.Equal(HttpStatusCode.Unauthorized, await PostAsync("/k3fw/flags/?v=2", Flags(TokenOfTheOtherRegion)));
        await SeenAsync("posthog_proxy_region_wrong_tokens == 1");
    }

    private async Task LoseForTenMinutesAsync()
    {
        await TakeDownAsync(true);

        // The script in the cache is past its time.
        MonitoredApp.Clock.Advance(TimeSpan.FromMinutes(10));
        Assert.Equal(HttpStatusCode.OK, await GetAsync("/k3fw/static/array.js"));
        Assert.True((int)await PostAsync("/k3fw/flags/?v=2", Flags(Token)) >= 500);

        // No recording has room in the outbox.
        Assert.True((int)await PostAsync("/k3fw/s/", Event("$snapshot")) >= 500);

        // The last of these is nothing that PostHog takes; nobody knows yet.
        for (var times = 0; times < 6; times++)
        {
            Assert.Equal(HttpStatusCode.OK, await PostAsync("/k3fw/e/", Event("in the outage")));
        }

        Assert.Equal(HttpStatusCode.OK, await PostAsync("/k3fw/e/", "no event at all"));
        await SeenAsync("posthog_outbox_circuit == 1");
        await SeenAsync("posthog_outbox_entries >= 7");
        MonitoredApp.Clock.Advance(TimeSpan.FromMinutes(20));
        await RaisedAsync("PostHogOutboxOld");
    }

    private async Task ComeBackAsync()
    {
        await TakeDownAsync(false);
        await SeenAsync("posthog_outbox_dead_letters == 1");
        await RaisedAsync("PostHogDeadLetters");
        await SeenAsync("sum(posthog_outbox_sent_total) >= 6");
    }

    private async Task LoseForADayAsync()
    {
        await _postHog!.DisposeAsync();
        _postHog = null;
        Assert.Equal(HttpStatusCode.BadGateway, await PostAsync("/k3fw/flags/?v=2", Flags(Token)));
        await SeenAsync("posthog_proxy_failures_total{error_type=\"connect\"}");
        Assert.Equal(HttpStatusCode.OK, await PostAsync("/k3fw/e/", Event("never seen")));
        MonitoredApp.Clock.Advance(TimeSpan.FromHours(25));
        await SeenAsync("sum(posthog_outbox_dropped_total{reason=\"expired\"}) >= 1");
    }

    // Uploads that stand still take all places that there are.
    private async Task CrowdAsync()
    {
        var slow = new List<TcpClient>();
        try
        {
            for (var each = 0; each < MostRequests; each++)
            {
                var upload = new TcpClient();
                slow.Add(upload);
                await upload.ConnectAsync(IPAddress.Loopback, _visitor!.BaseAddress!.Port);
                await upload.Client.SendAsync("POST /k3fw/e/ HTTP/1.1\r\nHost: shop.example\r\nContent-Length: 100\r\n\r\n{"u8.ToArray());
            }

            await SeenAsync("posthog_proxy_concurrency_utilization == 1");
            Assert.Equal(HttpStatusCode.ServiceUnavailable, await PostAsync("/k3fw/flags/?v=2", Flags(Token)));
            await SeenAsync("rate(posthog_proxy_failures_total{error_type=\"overload\"}[2m]) >= 0");
        }
        finally
        {
            slow.ForEach(upload => upload.Dispose());
        }
    }

    private Task SeenAsync(string condition) => Until.TrueAsync(
        async () => await Prometheus.CountAsync(condition) > 0, () => $"Prometheus never saw {condition}.");

    // The Storefront's own switch; at the end PostHog is gone for good, and no connection is made.
    private async Task TakeDownAsync(bool down) => Assert.Equal(HttpStatusCode.NoContent, await PostAsync($"/demo/outage?down={down}", ""));

    private Task RaisedAsync(string alert) => SeenAsync($"ALERTS{{alertname=\"{alert}\"}}");

    private async Task<HttpStatusCode> GetAsync(string path)
    {
        using var response = await _visitor!.GetAsync(path);
        return response.StatusCode;
    }

    private async Task<HttpStatusCode> PostAsync(string path, string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await _visitor!.PostAsync(path, content);
        return response.StatusCode;
    }

    private static string Event(string name) => $$"""{"event":"{{name}}","distinct_id":"d","api_key":"{{Token}}"}""";

    private static string Flags(string token) => $$"""{"token":"{{token}}","distinct_id":"d"}""";
}
