using PostHogProxy.Keeping;
using StackExchange.Redis;

namespace PostHogProxy.Outbox.Redis;

/// <summary>The keys of an outbox. All of them have the same hash tag, so that one script may change them together in a cluster too.</summary>
internal sealed class OutboxKeys(string prefix)
{
    /// <summary>The consumer group that all nodes are in.</summary>
    public const string Group = "posthog-outbox";

    /// <summary>Requests that wait: their names, by the time at which they came. Sizes can be read off it without a body.</summary>
    public RedisKey Index { get; } = prefix + ":index";

    /// <summary>The names of dead letters, by the time at which they came.</summary>
    public RedisKey DeadIndex { get; } = prefix + ":dead-index";

    /// <summary>Dead letters, of all proxies.</summary>
    public RedisKey Dead { get; } = prefix + ":dead";

    /// <summary>Bytes: <c>bytes</c> that wait, <c>replay</c> of these, and <c>dead</c>.</summary>
    public RedisKey Totals { get; } = prefix + ":totals";

    /// <summary>How often requests failed while others passed; only those that did.</summary>
    public RedisKey Attempts { get; } = prefix + ":attempts";

    /// <summary>The names of all streams.</summary>
    public RedisKey Streams { get; } = prefix + ":streams";

    /// <summary>One stream for each proxy and kind, because they are sent in an order of kinds, and a proxy that is off waits alone.</summary>
    public static string Name(string proxy, OutboxKind kind) => kind switch
    {
        OutboxKind.Events => "events",
        OutboxKind.Logs => "logs",
        _ => Replay,
    } + proxy;

    /// <summary>The proxy of a stream's name.</summary>
    public static string Proxy(string stream)
    {
        foreach (var kind in Enum.GetValues<OutboxKind>())
        {
            if (Name("", kind) is var prefix && stream.StartsWith(prefix, StringComparison.Ordinal))
            {
                return stream[prefix.Length..];
            }
        }

        return stream;
    }

    /// <summary>The kind of a stream's name.</summary>
    public static OutboxKind Kind(string stream)
    {
        foreach (var kind in Enum.GetValues<OutboxKind>())
        {
            if (stream.StartsWith(Name("", kind), StringComparison.Ordinal))
            {
                return kind;
            }
        }

        return default;
    }

    public static bool IsReplay(string stream) => stream.StartsWith(Replay, StringComparison.Ordinal);

    public RedisKey Stream(string name) => $"{prefix}:stream:{name}";

    private const string Replay = "replay";
}
