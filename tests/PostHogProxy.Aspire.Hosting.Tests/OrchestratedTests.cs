using Aspire.Hosting.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using PostHogProxy.Testing;

namespace PostHogProxy.Aspire.Hosting.Tests;

/// <summary>With Aspire's own orchestrator, and an app in a process of its own.</summary>
public sealed class OrchestratedTests
{
    [Fact]
    public async Task An_event_of_an_app_arrives()
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromMinutes(2));
        var builder = DistributedApplicationTestingBuilder.Create();
        builder.Services.AddLogging(logging => logging.ClearProviders());
        var posthog = builder.AddPostHogStandIn("posthog");
        builder.AddProject<Projects.Shop>("shop").WithHttpEndpoint().WithReference(posthog).WaitFor(posthog);
        Uri panel;
        using var browser = new HttpClient();
        await using (var app = await builder.BuildAsync(limit.Token))
        {
            await app.StartAsync(limit.Token);
            await app.ResourceNotifications.WaitForResourceHealthyAsync("shop", limit.Token);
            using var visitor = app.CreateHttpClient("shop");

            using var answer = await visitor.PostAsync(
                "/k3fw/e/", new StringContent("""{"event":"checkout completed","distinct_id":"d","api_key":"phc_any"}"""), limit.Token);

            PostHogStandIn seen = await posthog.Resource.StandIn;
            await seen.WaitForEventAsync("checkout completed", cancellationToken: limit.Token);
            Assert.Empty(seen.Problems);
            Assert.True(app.ResourceNotifications.TryGetCurrentState("posthog", out var shown));
            Assert.Equal("Running", shown.Snapshot.State?.Text);
            panel = new Uri(Assert.Single(shown.Snapshot.Urls, url => !url.IsInternal).Url);

            // Apps stop now, and what they send at their end is still taken.
            await app.StopAsync(limit.Token);
            Assert.Contains("checkout completed", await browser.GetStringAsync(new Uri(panel, "requests"), limit.Token), StringComparison.Ordinal);
        }

        await Assert.ThrowsAsync<HttpRequestException>(() => browser.GetStringAsync(panel, limit.Token));
    }
}
