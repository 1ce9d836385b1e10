using Microsoft.Extensions.DependencyInjection;

namespace PostHogProxy.Outbox.Tests.Redis;

/// <summary>What is wrong with the connection string, or with the server's own settings, is said; what is right is not spoken of.</summary>
public sealed class RedisSettingsTests
{
    private static readonly int[] Warnings = [75, 76, 77, 78];

    public static TheoryData<string, int[]> Servers => new()
    {
        { "--appendonly yes --maxmemory-policy noeviction", [] },
        { "--appendonly yes --appendfsync everysec", [] },

        // The outbox's keys never expire, so these policies delete none of them.
        { "--appendonly yes --maxmemory-policy volatile-lru", [] },
        { "--appendonly yes --maxmemory-policy volatile-ttl", [] },
        { "--appendonly no", [75] },
        { "--appendonly yes --maxmemory-policy allkeys-lru", [77] },
        { "--appendonly no --maxmemory-policy allkeys-random", [75, 77] },
        { "--appendonly yes --rename-command INFO nobody", [78] },
        { "--appendonly yes --rename-command CONFIG nobody", [] },
    };

    [Theory]
    [MemberData(nameof(Servers))]
    public Task A_server_that_may_lose_what_is_kept_is_named(string settings, int[] expected) => SaysAsync(settings, survivesPowerLoss: false, expected);

    [Theory]
    [InlineData("--appendonly yes --appendfsync always", new int[0])]
    [InlineData("--appendonly yes --appendfsync everysec", new[] { 76 })]
    [InlineData("--appendonly yes --appendfsync no", new[] { 76 })]
    [InlineData("--appendonly yes --rename-command CONFIG nobody", new[] { 78 })]
    public Task A_loss_of_power_needs_a_file_that_is_synced(string settings, int[] expected) => SaysAsync(settings, survivesPowerLoss: true, expected);

    [Theory]
    [InlineData("password=geheim,ssl=true")]
    [InlineData("localhost:6379,password=geheim,nonsense=1")]
    [InlineData("localhost:6379,password=geheim,connectTimeout=soon")]
    public void A_connection_string_that_cannot_be_used_is_refused_without_its_password(string configuration)
    {
        var refused = Assert.ThrowsAny<ArgumentException>(() => new ServiceCollection().AddPostHogProxy().AddRedisOutbox(configuration));
        Assert.Contains("connection string of the PostHog outbox", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("geheim", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData(null)]
    public void A_connection_string_that_is_missing_is_named(string? configuration) => Assert.Equal(
        "configuration", Assert.ThrowsAny<ArgumentException>(() => new ServiceCollection().AddPostHogProxy().AddRedisOutbox(configuration!)).ParamName);

    [Fact]
    public void An_app_has_one_outbox()
    {
        var proxy = new ServiceCollection().AddPostHogProxy().AddSqliteOutbox();
        Assert.Contains("AddRedisOutbox", Assert.Throws<InvalidOperationException>(() => proxy.AddRedisOutbox("localhost")).Message, StringComparison.Ordinal);
    }

    private static async Task SaysAsync(string settings, bool survivesPowerLoss, int[] expected)
    {
        await using var postHog = await FleetPostHog.StartAsync();
        await using var redis = await RedisServer.StartAsync(settings.Split(' '));
        await using var app = await RedisApp.StartAsync(postHog.Server, redis, options => options.SurvivePowerLoss = survivesPowerLoss);

        // Once something has come back from Redis through the drainer, the check before it is over too.
        postHog.TakeDown();
        Assert.Equal(200, await app.SendAsync("kept"));
        postHog.BringBack();
        await postHog.ArrivesAsync("kept");
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(30));
        while (Warnings.Count(id => app.Log.Of(id).Any()) < expected.Length)
        {
            await Task.Delay(20, limit.Token);
        }

        Assert.Equal(expected, Warnings.Where(id => app.Log.Of(id).Any()));
    }
}
