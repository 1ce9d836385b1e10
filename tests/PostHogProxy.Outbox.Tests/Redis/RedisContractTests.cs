using PostHogProxy.Outbox.Stores;
using PostHogProxy.Outbox.Tests.Stores;

namespace PostHogProxy.Outbox.Tests.Redis;

/// <summary>The contract, of a store in Redis.</summary>
public sealed class RedisWaitingContractTests(SharedRedis redis) : WaitingContract, IClassFixture<SharedRedis>
{
    private readonly string _keys = SharedRedis.Keys();

    private protected override IOutboxStore Open(StoreLimits? limits = null) => redis.Node(_keys, limits);
}

/// <summary>The contract, of a store in Redis.</summary>
public sealed class RedisProbeContractTests(SharedRedis redis) : ProbeContract, IClassFixture<SharedRedis>
{
    private readonly string _keys = SharedRedis.Keys();

    private protected override IOutboxStore Open(StoreLimits? limits = null) => redis.Node(_keys, limits);
}

/// <summary>The contract, of a store in Redis.</summary>
public sealed class RedisDeadLetterContractTests(SharedRedis redis) : DeadLetterContract, IClassFixture<SharedRedis>
{
    private readonly string _keys = SharedRedis.Keys();

    private protected override IOutboxStore Open(StoreLimits? limits = null) => redis.Node(_keys, limits);
}

/// <summary>The contract, of a store in Redis.</summary>
public sealed class RedisRoomContractTests(SharedRedis redis) : RoomContract, IClassFixture<SharedRedis>
{
    private readonly string _keys = SharedRedis.Keys();

    private protected override IOutboxStore Open(StoreLimits? limits = null) => redis.Node(_keys, limits);
}
