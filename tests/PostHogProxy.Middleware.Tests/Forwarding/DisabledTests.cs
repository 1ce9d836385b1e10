using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using PostHogProxy.Middleware.Tests.Hosting;
using PostHogProxy.Testing;

namespace PostHogProxy.Middleware.Tests.Forwarding;

/// <summary>Off means off: no packet leaves, and nobody has to say where it would have gone.</summary>
public sealed class DisabledTests
{
    private static readonly string Token = StandInProject.EuDemo.Token;

    private static readonly string[] Requests = ["/e/", "/s/", "/flags/?v=2", "/static/array.js", $"/array/{Token}/config", "/api/surveys/", "/unknown/"];

    [Fact]
    public async Task Nothing_is_sent_to_PostHog_by_requests_the_start_or_the_health_check()
    {
        var log = new ListLogger();
        await using var shop = await OpenAsync(log, ("Path", "/k3fw"), ("Region", "Eu"), ("Disabled", "true"), ("ProjectTokens:0", Token));

        var health = await CheckAsync(shop);
        foreach (var request in Requests)
        {
            using var response = await shop.Client.GetAsync("/k3fw" + request, TestContext.Current.CancellationToken);
        }

        Assert.Equal((HealthStatus.Healthy, "PostHog is off (Disabled), and nothing is sent to it."), (health.Status, health.Description));
        Assert.Empty(shop.PostHog.Journal.Requests);
        Assert.StartsWith("Information 50:", await log.WaitForAsync("Information 50:"), StringComparison.Ordinal);
        Assert.DoesNotContain(log.Lines, line => line.Contains("events go to", StringComparison.Ordinal));
    }

    [Fact]
    public async Task It_takes_no_region_to_be_off()
    {
        await using var shop = await OpenAsync(new(), ("Path", "/k3fw"), ("Disabled", "true"));

        using var response = await shop.Client.PostAsync("/k3fw/e/", new StringContent("{}"), TestContext.Current.CancellationToken);

        Assert.Equal("""{"status":"Ok"}""", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal(HealthStatus.Healthy, (await CheckAsync(shop)).Status);
    }

    // There is nowhere to send to: the hosts are fixed at the start.
    [Fact]
    public async Task What_was_mapped_without_a_region_stays_off_until_the_restart()
    {
        var log = new ListLogger();
        await using var shop = await OpenAsync(log, ("Path", "/k3fw"), ("Disabled", "true"));
        var configuration = (IConfigurationRoot)shop.Services.GetRequiredService<IConfiguration>();

        configuration["PostHogProxy:Disabled"] = "false";
        configuration.Reload();
        await log.WaitForAsync("Error 2:");
        configuration["PostHogProxy:Region"] = "Eu";
        configuration.Reload();
        await log.WaitForAsync("Warning 3:");
        using var response = await shop.Client.PostAsync("/k3fw/e/", new StringContent("{}"), TestContext.Current.CancellationToken);

        Assert.Equal("""{"status":"Ok"}""", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Empty(shop.PostHog.Journal.Requests);
    }

    private static Task<Shop> OpenAsync(ListLogger log, params (string Key, string Value)[] section) => Shop.OpenAsync(
        (app, _) => app.MapPostHogProxy(),
        builder =>
        {
            builder.Configuration.AddInMemoryCollection(section.Select(pair => KeyValuePair.Create("PostHogProxy:" + pair.Key, (string?)pair.Value)));
            builder.Logging.AddProvider(log);
            builder.Services.AddHealthChecks().AddPostHogProxy();
        });

    private static async Task<HealthReportEntry> CheckAsync(Shop shop) =>
        (await shop.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync(TestContext.Current.CancellationToken)).Entries.Values.Single();
}
