using System.Diagnostics;
using System.Globalization;
using PostHogProxy.Outbox.Tests.Redis;
using PostHogProxy.Outbox.Tests.Stores;

namespace PostHogProxy.Outbox.Tests.Killing;

/// <summary>The promise of the outbox: what was answered 200 arrives, whenever the app, or the server of its outbox, is killed.</summary>
public sealed class KillTests : IDisposable
{
    private static readonly int Kills = Environment.GetEnvironmentVariable("POSTHOGPROXY_LONG") == "1" ? 200 : 10;

    private readonly StoreFolder _folder = new();
    private readonly long _begunAt = Stopwatch.GetTimestamp();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("outbox")]
    [InlineData("write-ahead")]
    public Task What_was_answered_200_arrives_though_the_app_is_killed_again_and_again(string kind) => KillAppsAsync(kind, _folder.File);

    [Theory]
    [InlineData("outbox-redis")]
    [InlineData("write-ahead-redis")]
    public async Task What_was_answered_200_arrives_from_Redis_though_the_app_is_killed_again_and_again(string kind)
    {
        await using var redis = await RedisServer.StartAsync();
        await KillAppsAsync(kind, redis.Configuration);
    }

    [Theory]
    [InlineData("outbox-redis")]
    [InlineData("write-ahead-redis")]
    public async Task What_was_answered_200_arrives_though_Redis_is_killed_again_and_again(string kind)
    {
        await using var postHog = await FlakyPostHog.StartAsync();
        await using var redis = await RedisServer.StartAsync();
        var visitors = new Visitors();
        var random = new Random(20261130);

        // Two nodes: one is killed with Redis now and then, and the other lives through it all.
        await using var lives = await KilledApp.StartAsync(kind, postHog.Server, redis.Configuration);
        for (var kill = 0; kill < Kills;)
        {
            await using var other = await KilledApp.StartAsync(kind, postHog.Server, redis.Configuration);
            for (var some = 0; some < 5 && kill < Kills; some++, kill++)
            {
                // What is sent through the other meanwhile is answered as well as it can be: with PostHog's own answer.
                await visitors.SendAsync(kill % 2 == 0 ? other : lives, postHog, random, 200, redis.KillAsync);
                await redis.StartAgainAsync();
            }
        }

        postHog.IsWell = true;
        await visitors.ArriveAsync(postHog);
        Say($"{kind}: Redis killed {Kills} times", visitors, postHog);

        // Written ahead as well: without Redis, the visitor's own request is sent at once, and kept where PostHog does not take it and Redis is back.
        // Redis may also have kept it and ended before it said so.
        visitors.AreAlike(postHog, mayBeOwn: true);
    }

    private async Task KillAppsAsync(string kind, string store)
    {
        await using var postHog = await FlakyPostHog.StartAsync();
        var visitors = new Visitors();
        var random = new Random(20261129);

        // The next one starts while this one is used: it waits beside it, as in a deployment, and takes over at the kill.
        var next = KilledApp.StartAsync(kind, postHog.Server, store);
        try
        {
            for (var kill = 0; kill < Kills; kill++)
            {
                await using var app = await next;
                next = KilledApp.StartAsync(kind, postHog.Server, store);
                await visitors.SendAsync(app, postHog, random, 400, app.KillAsync);
            }

            postHog.IsWell = true;
            await next;
            await visitors.ArriveAsync(postHog);
        }
        finally
        {
            await (await next).DisposeAsync();
        }

        Say($"{kind}: the app killed {Kills} times", visitors, postHog);

        // OnFailure sends the visitor's own request first. What is written ahead never is.
        visitors.AreAlike(postHog, mayBeOwn: kind.StartsWith("outbox", StringComparison.Ordinal));
    }

    private void Say(string what, Visitors visitors, FlakyPostHog postHog) => TestContext.Current.TestOutputHelper?.WriteLine(
        string.Create(CultureInfo.InvariantCulture, $"{what} in {Stopwatch.GetElapsedTime(_begunAt).TotalSeconds:0} s: {visitors.Words(postHog)}"));
}
