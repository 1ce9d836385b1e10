using Aspire.Hosting.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using PostHogProxy.Testing;

namespace PostHogProxy.Aspire.Hosting.Tests;

/// <summary>With Aspire's own orchestrator, and an app in a process of its own.</summary>
public sealed class OrchestratedTests
{
    // Aspire's own client gives an app 30 seconds for its first answer, which a busy machine may not keep.
    [Fact(Explicit = true)]
    public async Task An_event_of_an_app_arrives()
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromMinutes(2));
        var builder = DistributedApplicationTestingBuilder.Create();
        builder.Services.AddLogging(logging => logging.ClearProviders());
        var posthog = builder.AddPostHogStandIn("posthog");
        builder.AddProject<Projects.Shop>("shop")
            .WithHttpEndpoint()
            .WaitFor(posthog)
            .WithReference(posthog);
        Uri panel;
        using var browser = new HttpClient();
        await using (var app = await builder.BuildAsync(limit.Token))
        {
            await app.StartAsync(limit.Token);
            await app.ResourceNotifications.WaitForResourceHealthyAsync("shop", limit.Token);
            using var visitor = new HttpClient { BaseAddress = app.GetEndpoint("shop") };

            using var answer = await visitor.PostAsync(
                "/k3fw/e/", new StringContent("""{"event":"checkout completed","distinct_id":"d","api_key":"phc_any"}"""), limit.Token);

            Assert.Empty((await CheckedOutAsync(app)).Problems);
            Assert.True(app.ResourceNotifications.TryGetCurrentState("posthog", out var shown));
            Assert.Equal("Running", shown.Snapshot.State?.Text);
            panel = new Uri(Assert.Single(shown.Snapshot.Urls, url => !url.IsInternal).Url);

            // Apps stop now, and what they send at their end is still taken.
            await app.StopAsync(limit.Token);
            Assert.Contains("checkout completed", await browser.GetStringAsync(new Uri(panel, "requests"), limit.Token), StringComparison.Ordinal);
        }

        await Assert.ThrowsAsync<HttpRequestException>(() => browser.GetStringAsync(panel, limit.Token));
    }

    // This file is compiled, and the page is not.
    [Fact]
    public void The_examples_of_the_page_are_lines_of_this_file()
    {
        var root = Path.GetFullPath("../../../../..", AppContext.BaseDirectory);
        var code = File.ReadLines(Path.Combine(root, "tests/PostHogProxy.Aspire.Hosting.Tests/OrchestratedTests.cs")).Select(line => line.Trim()).ToHashSet(StringComparer.Ordinal);
        var section = File.ReadAllText(Path.Combine(root, "docs/standin.md")).Split("\n## With Aspire\n")[1].Split("\n## ")[0];
        var examples = section.Split("```csharp\n")[1..].SelectMany(rest => rest.Split("```")[0].Split('\n')).Select(line => line.Trim()).Where(line => line.Length > 0).ToList();

        Assert.Equal(6, examples.Count);
        Assert.Subset(code, examples.ToHashSet(StringComparer.Ordinal));
    }

    private static async Task<PostHogStandIn> CheckedOutAsync(DistributedApplication app)
    {
        var model = app.Services.GetRequiredService<DistributedApplicationModel>();
        var standIn = await model.Resources.OfType<PostHogStandInResource>().Single().StandIn;
        await standIn.WaitForEventAsync("checkout completed");
        return standIn;
    }
}
