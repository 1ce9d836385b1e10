using Microsoft.Extensions.DependencyInjection.Extensions;
using PostHogProxy;
using PostHogProxy.Outbox.Hosting;
using PostHogProxy.Outbox.Redis;
using StackExchange.Redis;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Keeps what PostHog does not take in Redis, for all nodes of an app.</summary>
public static class RedisOutboxBuilderExtensions
{
    /// <summary>
    /// Keeps events, recordings and logs in Redis Streams while PostHog cannot be reached, and sends them when it can, with the times that they have.
    /// For many nodes: each may be stopped or killed, and another sends what it has left. For one node, <c>AddSqliteOutbox</c> needs no server.
    /// </summary>
    /// <remarks>
    /// Redis 6.2 or later, or Valkey, with <c>appendonly yes</c> and <c>maxmemory-policy noeviction</c>: without them, Redis may lose what was kept.
    /// The keys carry the name of the app and of its environment; nodes that share them send for each other.
    /// </remarks>
    /// <param name="builder">What <c>AddPostHogProxy</c> returns.</param>
    /// <param name="configuration">The connection string, in the form of StackExchange.Redis: <c>redis.shop.example:6380,ssl=true,password=…</c></param>
    /// <param name="configure">Runs after the section <c>PostHogProxy:Outbox</c> was read.</param>
    /// <returns>The same builder.</returns>
    /// <exception cref="ArgumentException">The connection string names no server, or cannot be read.</exception>
    /// <exception cref="InvalidOperationException">The app has another outbox already.</exception>
    /// <example>
    /// <code>
    /// builder.Services.AddPostHogProxy().AddRedisOutbox(builder.Configuration.GetConnectionString("redis")!);
    /// </code>
    /// </example>
    public static PostHogProxyBuilder AddRedisOutbox(this PostHogProxyBuilder builder, string configuration, Action<PostHogOutboxOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrWhiteSpace(configuration);
        return Add(builder, RedisConnectionSource.Of(configuration), configure);
    }

    /// <summary>
    /// Keeps them in the Redis that the app has a connection to already, or that is connected to in a way that no connection string says.
    /// </summary>
    /// <param name="builder">What <c>AddPostHogProxy</c> returns.</param>
    /// <param name="connection">Gives the connection. The app closes it. Set <c>AbortOnConnectFail</c> to <see langword="false"/> in it.</param>
    /// <param name="configure">Runs after the section <c>PostHogProxy:Outbox</c> was read.</param>
    /// <returns>The same builder.</returns>
    /// <exception cref="InvalidOperationException">The app has another outbox already.</exception>
    /// <example>
    /// <code>
    /// builder.Services.AddPostHogProxy().AddRedisOutbox(services => services.GetRequiredService&lt;IConnectionMultiplexer&gt;());
    /// </code>
    /// </example>
    public static PostHogProxyBuilder AddRedisOutbox(
        this PostHogProxyBuilder builder, Func<IServiceProvider, IConnectionMultiplexer> connection, Action<PostHogOutboxOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(connection);
        return Add(builder, new RedisConnectionSource(connection, IsOwn: false), configure);
    }

    private static PostHogProxyBuilder Add(PostHogProxyBuilder builder, RedisConnectionSource source, Action<PostHogOutboxOptions>? configure)
    {
        OutboxRegistration.Add<RedisStoreFactory>(builder.Services, configure);
        builder.Services.Replace(ServiceDescriptor.Singleton(source));
        return builder;
    }
}
