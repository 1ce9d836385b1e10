using System.Text;
using Microsoft.AspNetCore.Builder;
using PostHogProxy.Middleware.Tests.Hosting;
using PostHogProxy.Testing;
using static PostHogProxy.Middleware.Tests.Diagnostics.EndpointsThatLeave;
using static PostHogProxy.Middleware.Tests.Diagnostics.EndpointsThatTake;
using static PostHogProxy.Middleware.Tests.Diagnostics.RouteOrderCase;

namespace PostHogProxy.Middleware.Tests.Diagnostics;

/// <summary>Each case is also sent to the running app: the log and what really reaches PostHog must agree.</summary>
public sealed class RouteOrderCheckTests
{
    public static TheoryData<string> TakenNames => [.. Taken.Keys];

    public static TheoryData<string> SilentNames => [.. Silent.Keys];

    [Theory]
    [MemberData(nameof(TakenNames))]
    public async Task An_endpoint_that_takes_what_pages_send_is_named_once_with_the_cure(string name)
    {
        var log = new ListLogger();
        var given = Taken[name];
        await using var shop = await OpenAsync(given, log);

        var line = Assert.Single(Warnings(log));
        Assert.Contains(given.Example!, line, StringComparison.Ordinal);
        Assert.Contains(given.Cure!, line, StringComparison.Ordinal);
        Assert.True(await SendAsync(shop, given) < 3, "PostHog got everything.");
    }

    [Theory]
    [MemberData(nameof(SilentNames))]
    public async Task Nothing_is_said_of_an_endpoint_that_leaves_the_proxy_what_is_its(string name)
    {
        var log = new ListLogger();
        var given = Silent[name];
        await using var shop = await OpenAsync(given, log);

        Assert.Empty(Warnings(log));
        Assert.Equal(3, await SendAsync(shop, given));
    }

    [Fact]
    public async Task With_the_order_that_the_warning_names_the_event_arrives()
    {
        var log = new ListLogger();
        await using var shop = await OpenAsync(
            new()
            {
                Map = app => app.Map("/{**rest}", () => Own).WithOrder(-1),
                Proxy = (app, connect) => app.MapPostHogProxy("/k3fw", PostHogRegion.Eu, connect).WithOrder(-2),
            },
            log);

        using var answer = await shop.Client.PostAsync(
            "/k3fw/e/",
            new StringContent($$"""{"event":"bought","api_key":"{{StandInProject.EuDemo.Token}}","distinct_id":"ada","uuid":"0193a5c0-0000-7000-8000-000000000003"}""", Encoding.UTF8, "application/json"),
            TestContext.Current.CancellationToken);

        var arrived = Assert.Single(shop.Forwarded);
        Assert.Equal("/e/", arrived.Path);
        Assert.Equal("bought", Assert.Single(arrived.Events).Event);
        Assert.Empty(Warnings(log));
    }

    [Fact]
    public void There_are_twice_as_many_silent_cases() => Assert.True(Silent.Count >= 2 * Taken.Count);

    [Fact]
    public async Task The_warning_names_endpoint_and_proxy()
    {
        var log = new ListLogger();
        await using var shop = await OpenAsync(new() { Map = app => app.Map("/{**rest}", () => Own).WithOrder(-1).WithDisplayName("the old site") }, log);

        var line = Assert.Single(Warnings(log));
        Assert.Contains("The endpoint the old site ", line, StringComparison.Ordinal);
        Assert.Contains("the PostHog proxy at /k3fw ", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_endpoints_are_two_warnings()
    {
        var log = new ListLogger();
        await using var shop = await OpenAsync(
            new()
            {
                Map = app =>
                {
                    app.MapPost("/k3fw/e/", () => Own);
                    app.MapPost("/k3fw/s/", () => Own);
                },
            },
            log);

        Assert.Equal(2, Warnings(log).Count);
    }
}
