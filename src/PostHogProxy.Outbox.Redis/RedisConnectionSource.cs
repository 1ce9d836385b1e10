using StackExchange.Redis;

namespace PostHogProxy.Outbox.Redis;

/// <summary>Where the connection comes from.</summary>
/// <param name="Connect">Gives it.</param>
/// <param name="IsOwn">Whether the outbox closes it.</param>
internal sealed record RedisConnectionSource(Func<IServiceProvider, IConnectionMultiplexer> Connect, bool IsOwn)
{
    // The app's start waits for it where the server is away.
    private const int ConnectTimeout = 2_000;
    private const int CommandTimeout = 10_000;

    /// <exception cref="ArgumentException">The connection string names no server, or cannot be read.</exception>
    public static RedisConnectionSource Of(string configuration)
    {
        ConfigurationOptions options;
        try
        {
            options = ConfigurationOptions.Parse(configuration);
        }
        catch (Exception unreadable) when (unreadable is ArgumentException or FormatException)
        {
            // Not the string itself: it may hold a password.
            throw new ArgumentException($"The connection string of the PostHog outbox can't be read: {unreadable.Message}", nameof(configuration), unreadable);
        }

        if (options.EndPoints.Count == 0)
        {
            throw new ArgumentException(
                "The connection string of the PostHog outbox names no server. Write it as StackExchange.Redis does: 'redis.shop.example:6380,ssl=true,password=…'.", nameof(configuration));
        }

        Harden(options);
        return new(_ => ConnectionMultiplexer.Connect(options), IsOwn: true);
    }

    private static void Harden(ConfigurationOptions options)
    {
        // The app starts without its outbox, and the outbox works once the server does.
        options.AbortOnConnectFail = false;

        // A request that cannot be kept now is the SDK's at once; nobody waits in a queue for a server that is away.
        options.BacklogPolicy = BacklogPolicy.FailFast;
        options.ConnectTimeout = Math.Min(options.ConnectTimeout, ConnectTimeout);
        options.AsyncTimeout = CommandTimeout;

        // CONFIG GET, to see how the server writes its file.
        options.AllowAdmin = true;
        options.ClientName ??= "PostHogProxy";
    }
}
