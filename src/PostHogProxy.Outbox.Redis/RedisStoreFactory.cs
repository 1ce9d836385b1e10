using System.Net;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using PostHogProxy.Outbox.Hosting;
using PostHogProxy.Outbox.Stores;
using StackExchange.Redis;

namespace PostHogProxy.Outbox.Redis;

/// <summary>Opens the outbox on the server that the app has named, once that is there.</summary>
internal sealed class RedisStoreFactory(
    IOptions<PostHogOutboxOptions> options, RedisConnectionSource source, IHostEnvironment environment, IServiceProvider services, ILoggerFactory loggers) : IStoreFactory
{
    // A connection of the app's own may wait long before it fails, and visitors' requests wait with it.
    private static readonly TimeSpan ConnectAgain = TimeSpan.FromSeconds(5);

    private IConnectionMultiplexer? _connection;
    private Exception? _failure;
    private long _failedAt;

    public string Place => $"Redis {string.Join(", ", (_connection?.GetEndPoints() ?? []).Select(Name))}, keys '{Prefix}:*'";

    // A fleet starts at the same time when it is deployed.
    public TimeSpan LongestStart => options.Value.LongestStart ?? TimeSpan.FromSeconds(60);

    // Staging and production of one app may have one server; they are not to send for each other.
    private string Prefix => $"{{posthog-outbox:{Plain(environment.ApplicationName)}:{Plain(environment.EnvironmentName)}}}";

    public OpenedStore Open(IStoreObserver observer)
    {
        var connection = Connect();
        var failures = new RedisFailures(Place);
        if (!connection.IsConnected)
        {
            // It goes on trying by itself.
            throw failures.Away();
        }

        var check = new ServerCheck(connection, options.Value.SurvivePowerLoss, loggers.CreateLogger(OutboxLog.Category));
        _ = check.RunAsync().AsTask();
        var store = new RedisOutboxStore(new(connection, failures), Options(), observer, check.RunAsync, source.IsOwn ? connection.DisposeAsync : null);

        // The tool reads files only.
        return new(store) { DeadCommand = $"redis-cli XRANGE \"{new OutboxKeys(Prefix).Dead}\" - + COUNT 10" };
    }

    private IConnectionMultiplexer Connect()
    {
        if (_connection is { } open)
        {
            return open;
        }

        if (_failure is { } before && TimeProvider.System.GetElapsedTime(_failedAt) < ConnectAgain)
        {
            throw new RedisFailures(Place).Explain(before);
        }

        try
        {
            return _connection = source.Connect(services);
        }
        catch (Exception failure)
        {
            // A connection of the app's own may fail in any way.
            (_failure, _failedAt) = (failure, TimeProvider.System.GetTimestamp());
            throw new RedisFailures(Place).Explain(failure);
        }
    }

    private RedisStoreOptions Options()
    {
        var set = options.Value;
        return new RedisStoreOptions
        {
            Prefix = Prefix,
            MaxBytes = set.MaxBytes,
            MaxReplayShare = set.MaxReplayShare,
            DeadLetterMaxBytes = set.DeadLetterMaxBytes,
            DropsOldest = set.DropOldestWhenFull,
            AttemptTimeout = set.AttemptTimeout,
        };
    }

    private static string Name(EndPoint endPoint) => endPoint is DnsEndPoint dns ? $"{dns.Host}:{dns.Port}" : $"{endPoint}";

    // A brace would end the hash tag.
    private static string Plain(string name) => name.Replace('{', '(').Replace('}', ')');
}
