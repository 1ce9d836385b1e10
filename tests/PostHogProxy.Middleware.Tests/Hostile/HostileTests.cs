using CsCheck;

namespace PostHogProxy.Middleware.Tests.Hostile;

public sealed class HostileTests(ITestOutputHelper output)
{
    // Four apps share them, one of them with and without the asset cache. ./test.sh --long sends ten times as many.
    private static readonly int Requests = Environment.GetEnvironmentVariable("POSTHOGPROXY_LONG") == "1" ? 1_000_000 : 100_000;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Below_a_prefix_no_hostile_request_reaches_what_it_should_not(bool assetCache) =>
        await AttackAsync(await HostileShop.WithPrefixAsync(assetCache), Requests / 8);

    [Fact]
    public async Task With_a_named_token_no_hostile_request_carries_another_one_through() => await AttackAsync(await HostileShop.WithTokenAsync());

    [Fact]
    public async Task At_the_root_no_hostile_request_reaches_what_it_should_not() => await AttackAsync(await HostileShop.AtRootAsync());

    [Fact]
    public async Task Under_its_alias_no_hostile_request_reaches_what_it_should_not() => await AttackAsync(await HostileShop.WithAliasesAsync());

    private Task AttackAsync(HostileShop attacked) => AttackAsync(attacked, Requests / 4);

    private async Task AttackAsync(HostileShop attacked, int requests)
    {
        await using var shop = attacked;

        // A failure is repeated by setting the seed it printed.
        var seed = Environment.GetEnvironmentVariable("POSTHOGPROXY_SEED");
        var random = seed is null ? new PCG((uint)Random.Shared.Next(1, 100), (ulong)Random.Shared.NextInt64()) : PCG.Parse(seed);
        seed = random.ToString();

        var run = new HostileRun(shop);
        var started = TimeProvider.System.GetTimestamp();
        if (await run.SendAsync(random, requests) is { } failure)
        {
            var smallest = await SmallestFailure.OfAsync(failure.Request, run.ProblemAsync);
            Assert.Fail($"POSTHOGPROXY_SEED={seed}, {shop.Name}: {failure.Problem}\nsmallest: {smallest}: {await run.ProblemAsync(smallest)}");
        }

        var seconds = TimeProvider.System.GetElapsedTime(started).TotalSeconds;
        output.WriteLine($"{shop.Name}: {requests:N0} requests in {seconds:F1} s, {shop.Arrived:N0} arrived, seed {seed}; "
            + string.Join(", ", run.Statuses.Select(row => $"{row.Key}: {row.Value:N0}")));
        Assert.Empty(shop.Errors);

        // An app that refuses everything would pass every other check.
        Assert.True(shop.Arrived > requests / 50, $"Only {shop.Arrived} of {requests} requests arrived.");
    }
}
