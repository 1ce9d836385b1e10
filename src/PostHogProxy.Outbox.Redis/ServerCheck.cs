using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace PostHogProxy.Outbox.Redis;

/// <summary>
/// Whether the server's own settings put at risk what is kept. Asked once; a managed Redis may refuse the question.
/// </summary>
internal sealed class ServerCheck(IConnectionMultiplexer connection, bool survivesPowerLoss, ILogger logger)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    // By itself, INFO is for connections that may do anything.
    private const string Settings = "return redis.call('INFO', 'persistence') .. redis.call('INFO', 'memory')";

    private readonly Lock _gate = new();
    private Task<bool>? _run;

    /// <summary>Ends when it is over, whoever began it. Never throws. Asks again where the server could not be reached.</summary>
    public async ValueTask RunAsync()
    {
        Task run;
        lock (_gate)
        {
            run = _run is null or { IsCompletedSuccessfully: true, Result: false } ? _run = TryAsync() : _run;
        }

        await run.ConfigureAwait(false);
    }

    private async Task<bool> TryAsync()
    {
        try
        {
            var redis = connection.GetDatabase();
            var info = Info(await redis.ScriptEvaluateAsync(Settings).WaitAsync(Limit).ConfigureAwait(false));
            if (info.GetValueOrDefault("aof_enabled") == "0")
            {
                logger.NotAppendOnly();
            }
            else if (survivesPowerLoss
                && (string?[]?)await redis.ExecuteAsync("CONFIG", "GET", "appendfsync").WaitAsync(Limit).ConfigureAwait(false) is [_, { } fsync] && fsync != "always")
            {
                logger.NotSynced(fsync);
            }

            if (info.GetValueOrDefault("maxmemory_policy") is { } policy && policy.StartsWith("allkeys-", StringComparison.Ordinal))
            {
                logger.Evicts(policy);
            }
        }
        catch (Exception away) when (away is RedisConnectionException or TimeoutException or ObjectDisposedException)
        {
            return false;
        }
        catch (Exception refused)
        {
            // Whatever it was, a question that may be refused must not keep this node from sending: a proxy in front of Redis may answer in forms of
            // its own.
            logger.NotChecked(refused.Message);
        }

        return true;
    }

    private static Dictionary<string, string> Info(RedisResult answer)
    {
        var info = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var line in answer.ToString().Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon > 0)
            {
                info[line[..colon]] = line[(colon + 1)..];
            }
        }

        return info;
    }
}
