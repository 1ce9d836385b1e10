using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using PostHogProxy.Middleware.Tests.Hosting;
using PostHogProxy.Testing;

namespace PostHogProxy.Middleware.Tests.Diagnostics;

public sealed class StartupProofTests
{
    private const string Eu = "phc_StandInDemoEu000000000000000000000000000000";
    private const string Us = "phc_StandInDemoUs000000000000000000000000000000";

    [Fact]
    public async Task A_token_of_the_right_region_is_said_to_be_so()
    {
        using var log = new ListLogger();
        await using var shop = await OpenAsync(log, PostHogRegion.Eu, [Eu]);

        Assert.Equal(
            "Information 21: PHX5000 for the PostHog proxy at /k3fw: The token phc_Stan… belongs to the region Eu, where the proxy sends events.",
            await log.WaitForAsync("Information 21:"));
    }

    [Fact]
    public async Task A_token_of_the_other_region_is_an_error_with_the_cure()
    {
        using var log = new ListLogger();
        await using var shop = await OpenAsync(log, PostHogRegion.Eu, [Us]);

        Assert.Equal(
            "Error 23: PHX5001 for the PostHog proxy at /k3fw: The token phc_Stan… belongs to the region Us, but the proxy sends to Eu. PostHog "
            + "answers 200 to its events and drops them. Set the proxy's region to Us, or use the token of a project in Eu.",
            await log.WaitForAsync("Error 23:"));
    }

    [Fact]
    public async Task What_could_not_be_proven_is_a_warning()
    {
        using var log = new ListLogger();
        await using var shop = await OpenAsync(log, PostHogRegion.Eu, [Eu], new()
        {
            Intercept = (context, _) =>
            {
                context.Response.StatusCode = 503;
                return Task.CompletedTask;
            },
        });

        Assert.StartsWith(
            "Warning 22: PHX5004 for the PostHog proxy at /k3fw: The proxy couldn't check whether the token phc_Stan… belongs to the region Eu: "
            + "eu-assets.i.posthog.com answered 503, eu.i.posthog.com answered 503.",
            await log.WaitForAsync("Warning 22:"),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_line_carries_a_whole_token()
    {
        using var log = new ListLogger();
        await using var shop = await OpenAsync(log, PostHogRegion.Eu, [Eu, Us]);
        await log.WaitForAsync("Error 23:");

        Assert.DoesNotContain(log.Lines, line => line.Contains(Eu, StringComparison.Ordinal) || line.Contains(Us, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Without_tokens_a_line_says_what_that_leaves_open_and_nobody_is_asked()
    {
        using var log = new ListLogger();
        await using var shop = await OpenAsync(log, PostHogRegion.Eu, []);

        Assert.StartsWith(
            "Information 20: The PostHog proxy at /k3fw has no ProjectTokens.", await log.WaitForAsync("Information 20:"), StringComparison.Ordinal);
        Assert.Empty(shop.PostHog.Journal.Requests);
    }

    [Fact]
    public async Task With_tokens_no_line_says_that_there_are_none()
    {
        using var log = new ListLogger();
        await using var shop = await OpenAsync(log, PostHogRegion.Eu, [Eu]);
        await log.WaitForAsync("Information 21:");

        Assert.DoesNotContain(log.Lines, line => line.StartsWith("Information 20:", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_PostHog_that_never_answers_does_not_delay_the_start_and_is_given_up_at_the_stop()
    {
        var asked = new TaskCompletionSource();
        var givenUp = new TaskCompletionSource();
        using var log = new ListLogger();
        await using var shop = await OpenAsync(log, PostHogRegion.Eu, [Eu], new()
        {
            Intercept = async (context, _) =>
            {
                context.RequestAborted.Register(() => givenUp.TrySetResult());
                asked.TrySetResult();
                await Task.Delay(Timeout.Infinite, context.RequestAborted);
            },
        });

        await asked.Task.WaitAsync(TestContext.Current.CancellationToken);
        shop.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();

        // The question itself gives up after five seconds.
        await givenUp.Task.WaitAsync(TimeSpan.FromSeconds(4), TestContext.Current.CancellationToken);
        Assert.DoesNotContain(log.Lines, line => line.Contains("PHX", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_PostHog_of_ones_own_is_asked_and_the_cloud_is_not()
    {
        using var log = new ListLogger();
        await using var shop = await Shop.OpenAsync(
            (app, connect) => app.MapPostHogProxy("/k3fw", new Uri("https://eu.i.posthog.com"), options =>
            {
                connect(options);
                options.ProjectTokens.Add(Eu);
            }),
            builder => builder.Logging.AddProvider(log));

        Assert.EndsWith("The token phc_Stan… belongs to https://eu.i.posthog.com, where the proxy sends events.", await log.WaitForAsync("Information 21:"), StringComparison.Ordinal);
        Assert.All(shop.PostHog.Journal.Requests, request => Assert.Equal("eu.i.posthog.com", request.Host));
    }

    private static Task<Shop> OpenAsync(ListLogger log, PostHogRegion region, string[] tokens, StandInOptions? postHog = null) => Shop.OpenAsync(
        (app, connect) => app.MapPostHogProxy("/k3fw", region, options =>
        {
            connect(options);
            foreach (var token in tokens)
            {
                options.ProjectTokens.Add(token);
            }
        }),
        builder => builder.Logging.AddProvider(log),
        postHog);
}
