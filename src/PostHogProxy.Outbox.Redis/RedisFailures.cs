using PostHogProxy.Outbox.Stores;
using StackExchange.Redis;

namespace PostHogProxy.Outbox.Redis;

/// <summary>Says of a failure of Redis's which server it is about, what is wrong with it and what to do.</summary>
/// <param name="place">The server and the keys; no password.</param>
internal sealed class RedisFailures(string place)
{
    public static bool IsRedis(Exception failure) =>
        failure is RedisException or RedisCommandException or TimeoutException or ObjectDisposedException;

    /// <summary>The group is not there yet, or the server has lost it.</summary>
    public static bool IsNoGroup(OutboxStoreException failure) => failure.InnerException is RedisServerException inner && Has(inner.Message, "NOGROUP");

    public OutboxStoreException Away(Exception? failure = null) =>
        new($"Redis, where the PostHog outbox is, can't be reached: {place}. See that it runs, and that the app may connect to it", failure) { IsAway = true };

    public OutboxStoreException Explain(Exception failure) => failure switch
    {
        OutboxStoreException explained => explained,
        RedisServerException server => Explain(server),
        RedisConnectionException { FailureType: ConnectionFailureType.AuthenticationFailure } =>
            new($"Redis, where the PostHog outbox is, refuses the app's user or password: {place}. Correct them in the connection string", failure) { IsAway = true },
        RedisConnectionException or ObjectDisposedException => Away(failure),
        TimeoutException =>
            new($"Redis, where the PostHog outbox is, does not answer in time: {place}. See what keeps it busy, or what is on the way to it", failure) { IsAway = true },
        _ => new($"Redis, where the PostHog outbox is, fails: {place}. {failure.Message}", failure),
    };

    private OutboxStoreException Explain(RedisServerException failure)
    {
        // redis.io: an error begins with its kind. Within a script, older servers put their own words before it.
        var (what, cure, isAway) = failure.Message switch
        {
            var text when Has(text, "OOM ") => ("has no memory left", "Raise its maxmemory, or lower PostHogProxy:Outbox:MaxBytes", false),
            var text when Has(text, "MISCONF") => ("can't write to its disk", "Free room on it; its own log says what is wrong", false),
            var text when Has(text, "READONLY") => ("is a replica, which takes no writes", "Connect to the primary", true),
            var text when Has(text, "NOPERM") => ("forbids the app's user a command", "Give it the commands of streams, sorted sets, hashes and scripts on keys that begin with 'posthog-outbox'", false),
            var text when Has(text, "NOAUTH") || Has(text, "WRONGPASS") => ("refuses the app's user or password", "Correct them in the connection string", true),
            var text when Has(text, "LOADING") => ("still reads its data", "It answers when it has", true),
            var text when Has(text, "CLUSTERDOWN") || Has(text, "MASTERDOWN") => ("is a cluster that is down", "See to its nodes", true),
            var text when Has(text, "WRONGTYPE") => ("has something else under a key of the outbox's", "Delete that key, or give the outbox a database of its own", false),
            var text when Has(text, "unknown command") => ("is too old", "Use Redis 6.2 or later", false),
            var text => ($"fails ({text})", "Its own log may say more", false),
        };
        return new($"Redis, where the PostHog outbox is, {what}: {place}. {cure}", failure) { IsAway = isAway };
    }

    private static bool Has(string text, string kind) => text.Contains(kind, StringComparison.Ordinal);
}
