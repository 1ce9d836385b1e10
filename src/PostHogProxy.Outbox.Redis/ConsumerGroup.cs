using PostHogProxy.Outbox.Stores;
using StackExchange.Redis;

namespace PostHogProxy.Outbox.Redis;

/// <summary>This node as the consumer group of a stream knows it.</summary>
internal sealed class ConsumerGroup(RedisCommands commands, OutboxKeys keys)
{
    private static readonly TimeSpan Forgotten = TimeSpan.FromHours(1);

    // A process has a name of its own, so that one that was killed is not taken for the one that runs.
    private readonly string _name = $"{Environment.MachineName}-{Environment.ProcessId}-{Guid.NewGuid():N}";

    /// <summary>The next ones that no node has been given.</summary>
    public Task<StreamEntry[]> ReadNewAsync(string stream, int most, CancellationToken cancellationToken) => RunAsync(
        stream, redis => redis.StreamReadGroupAsync(keys.Stream(stream), OutboxKeys.Group, _name, StreamPosition.NewMessages, most), cancellationToken);

    /// <summary>Takes over what others have held without a word for so long.</summary>
    public Task<StreamAutoClaimResult> ClaimAsync(string stream, TimeSpan idle, RedisValue from, int most, CancellationToken cancellationToken) => RunAsync(
        stream, redis => redis.StreamAutoClaimAsync(keys.Stream(stream), OutboxKeys.Group, _name, (long)idle.TotalMilliseconds, from, most), cancellationToken);

    /// <summary>Says that this node still has what it holds, and answers what that is.</summary>
    public Task<IReadOnlyCollection<string>> RefreshAsync(string stream, CancellationToken cancellationToken) => HoldAsync(stream, TimeSpan.Zero, cancellationToken);

    /// <summary>Another node may take at once what this one holds.</summary>
    public Task ReleaseAsync(string stream) => HoldAsync(stream, TimeSpan.FromDays(1), CancellationToken.None);

    public async Task DeleteOthersAsync(string stream, CancellationToken cancellationToken) => await commands.RunAsync(
        redis => redis.ScriptEvaluateAsync(Scripts.DeleteConsumers, [keys.Stream(stream)], [OutboxKeys.Group, _name, (long)Forgotten.TotalMilliseconds]), cancellationToken).ConfigureAwait(false);

    private async Task<IReadOnlyCollection<string>> HoldAsync(string stream, TimeSpan idle, CancellationToken cancellationToken)
    {
        var result = await RunAsync(
            stream,
            redis => redis.ScriptEvaluateAsync(Scripts.Hold, [keys.Stream(stream)], [OutboxKeys.Group, _name, (long)idle.TotalMilliseconds]),
            cancellationToken).ConfigureAwait(false);
        return [.. ((string?[]?)result ?? []).OfType<string>()];
    }

    private async Task<T> RunAsync<T>(string stream, Func<IDatabase, Task<T>> command, CancellationToken cancellationToken)
    {
        try
        {
            return await commands.RunAsync(command, cancellationToken).ConfigureAwait(false);
        }
        catch (OutboxStoreException failure) when (RedisFailures.IsNoGroup(failure))
        {
        }

        // From the first entry: what was kept before there was a group is to be sent as well.
        await commands.RunAsync(
            async redis =>
            {
                try
                {
                    return await redis.StreamCreateConsumerGroupAsync(keys.Stream(stream), OutboxKeys.Group, "0-0", createStream: true).ConfigureAwait(false);
                }
                catch (RedisServerException other) when (other.Message.Contains("BUSYGROUP", StringComparison.Ordinal))
                {
                    // Another node was first.
                    return true;
                }
            },
            cancellationToken).ConfigureAwait(false);
        return await commands.RunAsync(command, cancellationToken).ConfigureAwait(false);
    }
}
