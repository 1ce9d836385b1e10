using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using PostHogProxy.Testing.Tests.UnderTest;

namespace PostHogProxy.Testing.Tests;

public sealed class WaitForEventTests
{
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(100);

    [Fact]
    public async Task An_event_that_has_come_and_one_that_comes_end_the_wait()
    {
        await using var visitor = await Visitor.ArriveAsync();
        var waiting = visitor.Server.WaitForEventAsync("bought", TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);
        Assert.False(waiting.IsCompleted);

        using var answer = await visitor.PostAsync(Visitor.Us + "/e/", Visitor.EventJson(Visitor.UsToken, "bought", ""","properties":{"total":42}"""));

        Assert.Equal(Visitor.UsToken, (await waiting).Token);
        var again = await visitor.Server.WaitForEventAsync(
            captured => captured.Body.GetProperty("properties").GetProperty("total").GetInt32() == 42, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal("bought", again.Event);
    }

    [Fact]
    public async Task Where_nothing_came_the_message_says_so()
    {
        await using var visitor = await Visitor.ArriveAsync();

        var missed = await MissedAsync(visitor.Server);

        Assert.Equal("No event 'bought' reached the stand-in within 0.1 s.\nNo request came at all.", missed);
    }

    [Fact]
    public async Task The_message_counts_the_events_that_came_instead()
    {
        await using var visitor = await Visitor.ArriveAsync();
        foreach (var name in (string[])["viewed", "viewed", "Bought"])
        {
            using var answer = await visitor.PostAsync(Visitor.Us + "/e/", Visitor.EventJson(Visitor.UsToken, name));
        }

        Assert.Equal("No event 'bought' reached the stand-in within 0.1 s.\nEvents that came:\n  'viewed' ×2\n  'Bought'", await MissedAsync(visitor.Server));
    }

    [Theory]
    [InlineData("phc_mistyped", "'phc_mistyped' is no project of this stand-in", "new StandInProject(\"phc_mistyped\", PostHogRegion.Us)")]
    [InlineData("phc_StandInDemoEu000000000000000000000000000000", "is of the region Eu, and the app sends to Us", "Map the proxy with PostHogRegion.Eu")]
    public async Task The_message_says_why_an_event_was_dropped_and_what_to_do(string token, string why, string cure)
    {
        await using var visitor = await Visitor.ArriveAsync();
        using var answer = await visitor.PostAsync(Visitor.Us + "/e/", Visitor.EventJson(token, "bought"));

        var missed = await MissedAsync(visitor.Server);

        Assert.Contains("What was wrong:\n  POST us.i.posthog.com/e/: answered 200, dropped: ", missed, StringComparison.Ordinal);
        Assert.Contains(why, missed, StringComparison.Ordinal);
        Assert.Contains(cure, missed, StringComparison.Ordinal);
        Assert.Contains("Requests that came:\n  POST us.i.posthog.com/e/ 200 dropped", missed, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_message_names_a_proxy_that_is_off()
    {
        await using var postHog = await PostHogStandIn.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
        await using var app = await AppUnderTest.StartAsync(
            postHog, app => app.MapPostHogProxy("/k3fw", PostHogRegion.Eu), new() { ["PostHogProxy:Disabled"] = "true" });
        await app.SendAsync("/k3fw/e/", Visitor.EuToken);

        Assert.Contains("The proxy at /k3fw is off (Disabled) and sends nothing.", await MissedAsync(postHog), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Many_problems_do_not_fill_the_screen()
    {
        await using var visitor = await Visitor.ArriveAsync();
        for (var at = 0; at < 30; at++)
        {
            using var answer = await visitor.PostAsync(Visitor.Us + "/e/", Visitor.EventJson($"phc_nobody{at}", "bought"));
        }

        var missed = await MissedAsync(visitor.Server);

        Assert.Contains("\n  and 10 more", missed, StringComparison.Ordinal);
        Assert.DoesNotContain("phc_nobody20", missed, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wait_that_the_caller_ends_is_no_timeout()
    {
        await using var visitor = await Visitor.ArriveAsync();
        using var patience = new CancellationTokenSource();
        var waiting = visitor.Server.WaitForEventAsync("bought", TimeSpan.FromMinutes(1), patience.Token);

        await patience.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }

    [Fact]
    public async Task What_a_tests_own_code_answers_is_no_problem()
    {
        await using var visitor = await Visitor.ArriveAsync(new StandInOptions
        {
            Intercept = (context, _) =>
            {
                context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
                return Task.CompletedTask;
            },
        });
        using var answer = await visitor.PostAsync(Visitor.Us + "/e/", Visitor.EventJson(Visitor.UsToken));

        Assert.Empty(visitor.Server.Problems);
    }

    private static async Task<string> MissedAsync(PostHogStandIn postHog) =>
        (await Assert.ThrowsAsync<TimeoutException>(() => postHog.WaitForEventAsync("bought", Short, TestContext.Current.CancellationToken))).Message;
}
