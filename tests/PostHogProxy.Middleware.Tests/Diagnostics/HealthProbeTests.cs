using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using PostHogProxy.Middleware.Tests.Hosting;
using PostHogProxy.Testing;

namespace PostHogProxy.Middleware.Tests.Diagnostics;

public sealed class HealthProbeTests
{
    private const string Eu = "phc_StandInDemoEu000000000000000000000000000000";

    [Fact]
    public async Task PostHog_being_down_is_degraded()
    {
        await using var shop = await OpenAsync((app, connect) => app.MapPostHogProxy("/k3fw", PostHogRegion.Eu, connect), postHog: Counting(503, () => { }));

        var entry = await CheckAsync(shop);

        Assert.Equal(HealthStatus.Degraded, entry.Status);
        Assert.StartsWith("/k3fw: PHX5013 eu.i.posthog.com answered 503. ", entry.Description, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_probe_every_second_asks_PostHog_once_a_minute()
    {
        var clock = new SetClock();
        var asked = 0;
        await using var shop = await OpenAsync(
            (app, connect) => app.MapPostHogProxy("/k3fw", PostHogRegion.Eu, connect), clock, Counting(200, () => Interlocked.Increment(ref asked)));

        for (var second = 0; second < 60; second++)
        {
            await CheckAsync(shop);
            clock.Move(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(2, asked);
        await CheckAsync(shop);
        Assert.Equal(4, asked);
    }

    [Fact]
    public async Task A_probe_that_does_not_wait_for_the_answer_leaves_it_to_the_next()
    {
        var asked = 0;
        var reached = new TaskCompletionSource();
        var goOn = new TaskCompletionSource();
        await using var shop = await OpenAsync((app, connect) => app.MapPostHogProxy("/k3fw", PostHogRegion.Eu, connect), postHog: new()
        {
            Intercept = async (context, next) =>
            {
                Interlocked.Increment(ref asked);
                reached.TrySetResult();
                await goOn.Task.WaitAsync(context.RequestAborted);
                await next();
            },
        });

        using (var impatient = new CancellationTokenSource())
        {
            var probe = CheckAsync(shop, impatient.Token);
            await reached.Task.WaitAsync(TestContext.Current.CancellationToken);
            await impatient.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => probe);
        }

        goOn.SetResult();

        Assert.Equal(HealthStatus.Healthy, (await CheckAsync(shop)).Status);
        Assert.Equal(2, asked);
    }

    [Fact]
    public async Task What_visitors_send_does_not_decide()
    {
        await using var shop = await OpenAsync(Map("/k3fw", PostHogRegion.Eu, Eu));

        for (var i = 0; i < 20; i++)
        {
            using var refused = await shop.Client.PostAsync(
                "/k3fw/flags/?v=2", new StringContent("""{"token":"phc_stranger","distinct_id":"x"}"""), TestContext.Current.CancellationToken);
            Assert.Equal(401, (int)refused.StatusCode);
        }

        Assert.Equal(HealthStatus.Healthy, (await CheckAsync(shop)).Status);
    }

    private static Action<WebApplication, Action<PostHogProxyOptions>> Map(string path, PostHogRegion region, string token) =>
        (app, connect) => app.MapPostHogProxy(path, region, options =>
        {
            connect(options);
            options.ProjectTokens.Add(token);
        });

    private static StandInOptions Counting(int status, Action count) => new()
    {
        Intercept = (context, _) =>
        {
            count();
            context.Response.StatusCode = status;
            return Task.CompletedTask;
        },
    };

    private static Task<Shop> OpenAsync(
        Action<WebApplication, Action<PostHogProxyOptions>> map, TimeProvider? clock = null, StandInOptions? postHog = null) => Shop.OpenAsync(
        map,
        builder =>
        {
            builder.Services.AddHealthChecks().AddPostHogProxy();
            if (clock is not null)
            {
                builder.Services.AddSingleton(clock);
            }
        },
        postHog);

    private static async Task<HealthReportEntry> CheckAsync(Shop shop, CancellationToken? cancellation = null)
    {
        var health = shop.Services.GetRequiredService<HealthCheckService>();
        var report = await health.CheckHealthAsync(cancellation ?? TestContext.Current.CancellationToken);
        return report.Entries["posthog-proxy"];
    }
}
