using Microsoft.Extensions.Logging;

namespace PostHogProxy.Outbox.Redis;

/// <summary>What the settings of the server put at risk, and the cure.</summary>
internal static partial class RedisOutboxLog
{
    [LoggerMessage(75, LogLevel.Warning,
        "Redis, where the PostHog outbox is, writes no append-only file: what is kept is lost when it restarts. Set 'appendonly yes' in its configuration")]
    public static partial void NotAppendOnly(this ILogger logger);

    [LoggerMessage(76, LogLevel.Warning,
        "Redis, where the PostHog outbox is, syncs its file '{AppendFsync}', and SurvivePowerLoss is set: a loss of power takes the last requests. Set 'appendfsync always' in its configuration")]
    public static partial void NotSynced(this ILogger logger, string appendFsync);

    [LoggerMessage(77, LogLevel.Warning,
        "Redis, where the PostHog outbox is, deletes any key when its memory is full ('maxmemory-policy {Policy}'), kept requests too. Set 'maxmemory-policy noeviction' in its configuration, or give the outbox a server of its own")]
    public static partial void Evicts(this ILogger logger, string policy);

    [LoggerMessage(78, LogLevel.Information,
        "Redis, where the PostHog outbox is, does not say how it is set ({Answer}). What is kept needs 'appendonly yes' and 'maxmemory-policy noeviction'")]
    public static partial void NotChecked(this ILogger logger, string answer);
}
