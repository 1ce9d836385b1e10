using PostHogProxy.Outbox.Redis;
using PostHogProxy.Outbox.Stores;
using PostHogProxy.Outbox.Tests.Stores;
using StackExchange.Redis;

namespace PostHogProxy.Outbox.Tests.Redis;

/// <summary>One server for the tests of a class; each test has keys of its own.</summary>
public sealed class SharedRedis : IAsyncLifetime
{
    public RedisServer Server { get; private set; } = null!;

    public ConnectionMultiplexer Connection { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Server = await RedisServer.StartAsync();
        Connection = await Server.ConnectAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await Connection.DisposeAsync();
        await Server.DisposeAsync();
    }

    /// <summary>A node of the fleet that has these keys.</summary>
    internal RedisOutboxStore Node(string prefix, StoreLimits? limits = null, TimeSpan? attempt = null, NodeObserver? observer = null, long? mostBytesAtOnce = null)
    {
        var set = limits ?? new();
        return new(new(Connection, new RedisFailures("test")), new RedisStoreOptions
        {
            Prefix = prefix,
            MaxBytes = set.MaxBytes,
            MaxReplayShare = set.MaxReplayShare,
            DeadLetterMaxBytes = set.DeadLetterMaxBytes,
            DropsOldest = set.DropsOldest,
            MostBytesAtOnce = mostBytesAtOnce ?? 32L << 20,
            AttemptTimeout = attempt ?? TimeSpan.FromSeconds(15),
        }, observer ?? new());
    }

    internal static string Keys() => "{test-" + Guid.NewGuid().ToString("N") + "}";
}

/// <summary>Hears what a store says of itself.</summary>
internal sealed class NodeObserver : IStoreObserver
{
    public int Spoilt { get; private set; }

    public void Committed(int changes, TimeSpan duration)
    {
    }

    public void Unreadable(int requests) => Spoilt += requests;
}
