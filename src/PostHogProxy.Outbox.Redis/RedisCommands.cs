using PostHogProxy.Outbox.Stores;
using StackExchange.Redis;

namespace PostHogProxy.Outbox.Redis;

/// <summary>Runs commands with a limit of time, and makes of every failure the one that the outbox knows.</summary>
internal sealed class RedisCommands(IConnectionMultiplexer connection, RedisFailures failures)
{
    // A body of 25 MiB takes a while.
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    private readonly IDatabase _redis = connection.GetDatabase();

    /// <exception cref="OutboxStoreException">Redis failed, or did not answer in time. It may have done what was asked.</exception>
    public async Task<T> RunAsync<T>(Func<IDatabase, Task<T>> command, CancellationToken cancellationToken, TimeSpan? limit = null)
    {
        // An app's own connection may be set to wait until the server is back.
        if (!connection.IsConnected)
        {
            throw failures.Away();
        }

        try
        {
            return await command(_redis).WaitAsync(limit ?? Limit, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception failure) when (RedisFailures.IsRedis(failure))
        {
            throw failures.Explain(failure);
        }
    }
}
