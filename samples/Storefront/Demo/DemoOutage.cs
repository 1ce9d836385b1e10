using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Storefront.Demo;

/// <summary>
/// The switch <c>--Storefront:Outage=On</c>: a button in the panel takes PostHog down, and the outbox keeps what the visitor does until it is back.
/// </summary>
internal sealed class DemoOutage : IHostedService
{
    private static readonly TimeSpan Often = TimeSpan.FromMilliseconds(500);

    // A demo leaves nothing behind.
    private readonly string _folder = Path.Combine(Path.GetTempPath(), "posthog-storefront-" + Guid.NewGuid().ToString("N"));
    private volatile bool _isDown;

    public bool IsDown
    {
        get => _isDown;
        set => _isDown = value;
    }

    /// <summary>In your own app these are two lines: <c>AddPostHogProxy().AddSqliteOutbox()</c>, and the health check's, if you want it.</summary>
    public static DemoOutage Add(IServiceCollection services)
    {
        var outage = new DemoOutage();
        services.AddHostedService(_ => outage);
        services.AddPostHogProxy().AddSqliteOutbox(outbox =>
        {
            outbox.Path = Path.Combine(outage._folder, "outbox.db");
            outbox.MinFreeDisk = 0;
        });
        services.AddHealthChecks();
        return outage;
    }

    /// <summary>While PostHog is down, no connection to it is made.</summary>
    public HttpMessageHandler Over(HttpMessageHandler postHog) => new Gate(this, postHog);

    public async IAsyncEnumerable<SseItem<Seen>> ReadAsync(HealthCheckService health, [EnumeratorCancellation] CancellationToken stop)
    {
        Seen? told = null;
        while (!stop.IsCancellationRequested)
        {
            var seen = await SeeAsync(health, stop);
            if (seen != told)
            {
                yield return new(told = seen);
            }

            try
            {
                await Task.Delay(Often, stop);
            }
            catch (OperationCanceledException)
            {
                yield break;
            }
        }
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    // Hosted services stop in reverse order: the outbox has closed its file by now.
    public Task StopAsync(CancellationToken cancellationToken)
    {
        if (Directory.Exists(_folder))
        {
            Directory.Delete(_folder, recursive: true);
        }

        return Task.CompletedTask;
    }

    // The outbox's own health check is the one place that tells of it to everybody.
    private async Task<Seen> SeeAsync(HealthCheckService health, CancellationToken stop)
    {
        var report = await health.CheckHealthAsync(static check => check.Name == "posthog-outbox", stop);
        return new(IsDown, report.Entries.Values.Select(static outbox => outbox.Data.TryGetValue("entries", out var entries) ? Convert.ToInt64(entries) : 0).Sum());
    }

    /// <param name="IsDown">Whether PostHog is.</param>
    /// <param name="Kept">Requests that wait for it.</param>
    internal sealed record Seen(bool IsDown, long Kept);

    private sealed class Gate(DemoOutage outage, HttpMessageHandler next) : DelegatingHandler(next)
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            outage.IsDown ? throw new HttpRequestException("The demo has taken PostHog down.") : base.SendAsync(request, cancellationToken);
    }
}
