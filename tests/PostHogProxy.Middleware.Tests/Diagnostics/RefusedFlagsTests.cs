using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using PostHogProxy.Middleware.Tests.Hosting;

namespace PostHogProxy.Middleware.Tests.Diagnostics;

public sealed class RefusedFlagsTests : IDisposable
{
    private const string Eu = "phc_StandInDemoEu000000000000000000000000000000";
    private const string Us = "phc_StandInDemoUs000000000000000000000000000000";

    private readonly ListLogger _log = new();
    private readonly SetClock _clock = new();

    [Fact]
    public async Task Ten_refusals_within_a_minute_are_a_warning_with_the_likely_cause()
    {
        await using var shop = await OpenAsync();

        await AskAsync(shop, Us, times: 10);

        var line = Assert.Single(Warnings());
        Assert.StartsWith("Warning 24: PostHog answered 10 or more flags requests with 401 within a minute.", line, StringComparison.Ordinal);
        Assert.Contains("the token of a project in the other region", line, StringComparison.Ordinal);
        Assert.Contains("Set ProjectTokens", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nine_are_not()
    {
        await using var shop = await OpenAsync();

        await AskAsync(shop, Us, times: 9);

        Assert.Empty(Warnings());
    }

    [Fact]
    public async Task Ten_that_take_longer_than_a_minute_are_not()
    {
        await using var shop = await OpenAsync();

        await AskAsync(shop, Us, times: 9);
        _clock.Move(TimeSpan.FromSeconds(61));
        await AskAsync(shop, Us, times: 9);

        Assert.Empty(Warnings());
    }

    [Fact]
    public async Task Answers_that_are_no_refusal_do_not_count()
    {
        await using var shop = await OpenAsync();

        await AskAsync(shop, Eu, times: 20);

        Assert.Empty(Warnings());
    }

    [Fact]
    public async Task A_lasting_burst_is_one_line_in_ten_minutes()
    {
        await using var shop = await OpenAsync();

        await AskAsync(shop, Us, times: 30);
        _clock.Move(TimeSpan.FromSeconds(599));
        await AskAsync(shop, Us, times: 10);
        Assert.Single(Warnings());

        _clock.Move(TimeSpan.FromSeconds(1));
        await AskAsync(shop, Us, times: 1);
        Assert.Equal(2, Warnings().Count);
    }

    public void Dispose() => _log.Dispose();

    private List<string> Warnings() => _log.Lines.FindAll(line => line.StartsWith("Warning 24:", StringComparison.Ordinal));

    private Task<Shop> OpenAsync() => Shop.OpenAsync(
        (app, connect) => app.MapPostHogProxy("/k3fw", PostHogRegion.Eu, connect),
        builder =>
        {
            builder.Services.AddSingleton<TimeProvider>(_clock);
            builder.Logging.AddProvider(_log);
        });

    // An answer may be here before its line is written. The server takes the next request of a connection when it is done with the one
    // before, so what is logged after that one's answer is all there is.
    private static async Task AskAsync(Shop shop, string token, int times)
    {
        for (var i = 0; i < times; i++)
        {
            using var response = await shop.Client.PostAsync(
                "/k3fw/flags/?v=2", new StringContent($$"""{"token":"{{token}}","distinct_id":"x"}"""), TestContext.Current.CancellationToken);
            Assert.Equal(token == Eu ? 200 : 401, (int)response.StatusCode);
        }

        using var next = await shop.Client.GetAsync("/nothing", TestContext.Current.CancellationToken);
    }
}
