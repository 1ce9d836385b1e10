namespace PostHogProxy.Middleware.Tests.Leaving;

/// <summary>
/// Visitors leave in the middle of an upload, all the time. A log that blames PostHog for each of them is one that nobody reads when PostHog
/// does fail. POSTHOGPROXY_LONG=1 asks for 10,000 of each kind.
/// </summary>
public sealed class LeavingVisitorsTests
{
    private static readonly int Visitors = Environment.GetEnvironmentVariable("POSTHOGPROXY_LONG") == "1" ? 10_000 : 300;

    [Theory]
    [InlineData("TCP reset")]
    [InlineData("TCP reset of a chunked upload")]
    [InlineData("close")]
    [InlineData("FIN")]
    [InlineData("FIN in a chunked upload")]
    [InlineData("RST_STREAM")]
    [InlineData("HTTP/2 connection closed")]
    public async Task A_visitor_who_leaves_is_no_failure_of_PostHog(string how)
    {
        await using var shop = await LeavingShop.OpenAsync(responseTimeout: TimeSpan.FromMinutes(1));

        await LeaveAsync(shop, how, Visitors, atOnce: 40);

        Assert.Equal([KeyValuePair.Create("client", Visitors)], shop.Failures);
        Assert.Equal(Visitors, shop.Told);
        Assert.Empty(shop.Warnings);
    }

    // Each takes the time that an upload may stand still; so there are fewer, and all at once.
    [Fact]
    public async Task A_visitor_who_stands_still_is_no_failure_of_PostHog()
    {
        const int visitors = 100;
        await using var shop = await LeavingShop.OpenAsync(responseTimeout: TimeSpan.FromSeconds(1));

        await LeaveAsync(shop, "stands still", visitors, atOnce: visitors);

        Assert.Equal([KeyValuePair.Create("client", visitors)], shop.Failures);
        Assert.Equal(visitors, shop.Told);
        Assert.Empty(shop.Warnings);
    }

    private static async Task LeaveAsync(LeavingShop shop, string how, int count, int atOnce)
    {
        var failed = shop.UntilFailedAsync(count);
        await Parallel.ForEachAsync(
            Enumerable.Range(0, count),
            new ParallelOptions { MaxDegreeOfParallelism = atOnce, CancellationToken = TestContext.Current.CancellationToken },
            async (visitor, _) => await LeavingVisitor.LeaveAsync(how, shop, $"?visitor={visitor}"));
        await failed;
    }
}
