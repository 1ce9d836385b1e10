using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using PostHogProxy.Middleware.Tests.Hosting;

namespace PostHogProxy.Middleware.Tests.Diagnostics;

public sealed class ActivityTests
{
    [Fact]
    public async Task A_span_names_the_route_and_never_a_token_or_an_address()
    {
        var spans = new ConcurrentQueue<Activity>();
        var stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var parent = new Activity("this test").Start();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "PostHogProxy",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = span =>
            {
                // The token is in this test's request alone; other tests run beside it.
                if (span.GetTagItem("server.address") is "us-assets.i.posthog.com" && span.GetTagItem("posthog_proxy.route") is "remote_config")
                {
                    spans.Enqueue(span);
                    stopped.TrySetResult();
                }
            },
        };
        ActivitySource.AddActivityListener(listener);
        await using var shop = await Shop.OpenAsync((app, connect) => app.MapPostHogProxy("/k3fw", PostHogRegion.Us, connect));

        using var response = await shop.Client.GetAsync("/k3fw/array/phc_secretive/config?x=1", TestContext.Current.CancellationToken);
        await stopped.Task.WaitAsync(TestContext.Current.CancellationToken);

        Assert.True(spans.TryPeek(out var span));
        Assert.Equal("GET /array/", span.DisplayName);
        Assert.Equal(ActivityKind.Client, span.Kind);
        Assert.DoesNotContain(span.TagObjects, tag => $"{tag.Value}".Contains("phc_", StringComparison.Ordinal) || $"{tag.Value}".Contains("127.0.0.1", StringComparison.Ordinal));
        Assert.Empty(Assert.Single(shop.PostHog.Journal.Requests).HeaderValues("traceparent"));
    }
}
