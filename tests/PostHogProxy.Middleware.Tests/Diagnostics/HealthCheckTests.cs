using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using PostHogProxy.Middleware.Tests.Hosting;

namespace PostHogProxy.Middleware.Tests.Diagnostics;

public sealed class HealthCheckTests
{
    private const string Eu = "phc_StandInDemoEu000000000000000000000000000000";
    private const string Us = "phc_StandInDemoUs000000000000000000000000000000";

    [Fact]
    public async Task An_app_without_a_proxy_is_healthy()
    {
        await using var shop = await OpenAsync((_, _) => { });

        var entry = await CheckAsync(shop);

        Assert.Equal((HealthStatus.Healthy, "No PostHog proxy is mapped."), (entry.Status, entry.Description));
        Assert.Empty(entry.Data);
    }

    [Fact]
    public async Task Without_a_token_the_hosts_are_asked()
    {
        await using var shop = await OpenAsync((app, connect) => app.MapPostHogProxy("/k3fw", PostHogRegion.Eu, connect));

        var entry = await CheckAsync(shop);

        Assert.Equal((HealthStatus.Healthy, "PostHog can be reached."), (entry.Status, entry.Description));
        Assert.Equal(
            [new("/k3fw PHX5010", "eu.i.posthog.com can be reached. eu-assets.i.posthog.com can be reached.")], entry.Data);
    }

    [Fact]
    public async Task A_token_of_the_right_region_is_healthy()
    {
        await using var shop = await OpenAsync(Map("/k3fw", PostHogRegion.Eu, Eu));

        var entry = await CheckAsync(shop);

        Assert.Equal(HealthStatus.Healthy, entry.Status);
        Assert.Equal("PostHog can be reached, and every project token is of the right region.", entry.Description);
        Assert.Equal("The token phc_Stan… belongs to the region Eu, where the proxy sends events.", entry.Data["/k3fw PHX5000"]);
    }

    [Fact]
    public async Task A_token_of_the_other_region_is_degraded_with_the_cure()
    {
        await using var shop = await OpenAsync(Map("/k3fw", PostHogRegion.Eu, Us));

        var entry = await CheckAsync(shop);

        Assert.Equal(HealthStatus.Degraded, entry.Status);
        Assert.Equal(
            "/k3fw: PHX5001 The token phc_Stan… belongs to the region Us, but the proxy sends to Eu. PostHog answers 200 to its events and drops "
            + "them. Set the proxy's region to Us, or use the token of a project in Eu.",
            entry.Description);
        Assert.Contains("/k3fw PHX5001", entry.Data.Keys);
    }

    [Fact]
    public async Task A_team_may_want_another_status()
    {
        await using var shop = await Shop.OpenAsync(
            Map("/k3fw", PostHogRegion.Eu, Us),
            builder => builder.Services.AddHealthChecks().AddPostHogProxy(HealthStatus.Unhealthy));

        Assert.Equal(HealthStatus.Unhealthy, (await CheckAsync(shop)).Status);
    }

    [Fact]
    public async Task A_strangers_certificate_is_degraded()
    {
        await using var shop = await OpenAsync((app, connect) => app.MapPostHogProxy("/k3fw", PostHogRegion.Eu, options =>
        {
            connect(options);
            options.ConfigureHandler += handler => handler.SslOptions.CertificateChainPolicy = new();
        }));

        var entry = await CheckAsync(shop);

        Assert.Equal(HealthStatus.Degraded, entry.Status);
        Assert.Contains("/k3fw PHX5012", entry.Data.Keys);
    }

    [Fact]
    public async Task Every_proxy_of_the_app_is_asked_about()
    {
        await using var shop = await OpenAsync((app, connect) =>
        {
            Map("/k3fw", PostHogRegion.Eu, Eu)(app, connect);
            Map("/k3us", PostHogRegion.Us, Eu)(app, connect);
        });

        var entry = await CheckAsync(shop);

        Assert.Equal(HealthStatus.Degraded, entry.Status);
        Assert.StartsWith("/k3us: PHX5001 The token phc_Stan… belongs to the region Eu, but the proxy sends to Us.", entry.Description, StringComparison.Ordinal);
        Assert.Equal(["/k3fw PHX5000", "/k3fw PHX5010", "/k3us PHX5001", "/k3us PHX5010"], entry.Data.Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Added_twice_it_is_one_check()
    {
        await using var shop = await Shop.OpenAsync(
            (_, _) => { }, builder => builder.Services.AddHealthChecks().AddPostHogProxy().AddPostHogProxy());

        Assert.Equal(HealthStatus.Healthy, (await CheckAsync(shop)).Status);
    }

    private static Action<WebApplication, Action<PostHogProxyOptions>> Map(string path, PostHogRegion region, string token) =>
        (app, connect) => app.MapPostHogProxy(path, region, options =>
        {
            connect(options);
            options.ProjectTokens.Add(token);
        });

    private static Task<Shop> OpenAsync(Action<WebApplication, Action<PostHogProxyOptions>> map) =>
        Shop.OpenAsync(map, builder => builder.Services.AddHealthChecks().AddPostHogProxy());

    private static async Task<HealthReportEntry> CheckAsync(Shop shop)
    {
        var health = shop.Services.GetRequiredService<HealthCheckService>();
        var report = await health.CheckHealthAsync(TestContext.Current.CancellationToken);
        return report.Entries["posthog-proxy"];
    }
}
