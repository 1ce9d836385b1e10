using PostHogProxy;
using PostHogProxy.Outbox.Hosting;
using PostHogProxy.Outbox.Sqlite;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Keeps what PostHog does not take in a file beside the app.</summary>
public static class SqliteOutboxBuilderExtensions
{
    /// <summary>
    /// Keeps events, recordings and logs in one SQLite file while PostHog cannot be reached, and sends them when it can, with the times that they
    /// have. For one node, or for several processes on one node; many nodes share <c>AddRedisOutbox</c>.
    /// </summary>
    /// <param name="builder">What <c>AddPostHogProxy</c> returns.</param>
    /// <param name="configure">Runs after the section <c>PostHogProxy:Outbox</c> was read.</param>
    /// <returns>The same builder.</returns>
    /// <exception cref="InvalidOperationException">The app has another outbox already.</exception>
    /// <example>
    /// <code>
    /// builder.Services.AddPostHogProxy().AddSqliteOutbox(options => options.Path = "/var/lib/shop/posthog-outbox.db");
    /// </code>
    /// </example>
    public static PostHogProxyBuilder AddSqliteOutbox(this PostHogProxyBuilder builder, Action<PostHogOutboxOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        OutboxRegistration.Add<SqliteStoreFactory>(builder.Services, configure);
        return builder;
    }
}
