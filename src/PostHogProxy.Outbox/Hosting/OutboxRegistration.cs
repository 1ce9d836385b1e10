using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using PostHogProxy.Keeping;
using PostHogProxy.Outbox.Protection;
using PostHogProxy.Outbox.Stores;

namespace PostHogProxy.Outbox.Hosting;

/// <summary>What every outbox needs of the app's services, whatever its store.</summary>
internal static class OutboxRegistration
{
    public const string HealthCheck = "posthog-outbox";

    /// <exception cref="InvalidOperationException">The app has an outbox already.</exception>
    public static void Add<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TFactory>(IServiceCollection services, Action<PostHogOutboxOptions>? configure)
        where TFactory : class, IStoreFactory
    {
        if (services.Any(service => service.ServiceType == typeof(IStoreFactory) && service.ImplementationType != typeof(TFactory)))
        {
            throw new InvalidOperationException("The app has two PostHog outboxes. Keep one of AddSqliteOutbox and AddRedisOutbox.");
        }

        if (services.Any(service => service.ServiceType == typeof(IStoreFactory)))
        {
            services.Configure(configure ?? (static _ => { }));
            return;
        }

        services.AddMetrics();
        services.Configure<HealthCheckServiceOptions>(static health => health.Registrations.Add(
            new HealthCheckRegistration(HealthCheck, ActivatorUtilities.GetServiceOrCreateInstance<OutboxHealthCheck>, HealthStatus.Degraded, tags: null)));
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<IStoreFactory, TFactory>();
        services.TryAddSingleton<OutboxState>();
        services.TryAddSingleton<OutboxProtection>();
        services.TryAddSingleton<PostHogOutbox>();
        services.TryAddSingleton<IOutbox>(provider => provider.GetRequiredService<PostHogOutbox>());
        services.TryAddSingleton<IOutboxView, OutboxView>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, PostHogOutbox>(provider => provider.GetRequiredService<PostHogOutbox>()));
        services.AddHostedService<OutboxLeftovers>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<PostHogOutboxOptions>, OutboxOptionsValidation>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IConfigureOptions<PostHogOutboxOptions>, OutboxSection>());
        var options = services.AddOptions<PostHogOutboxOptions>().ValidateOnStart();
        if (configure is not null)
        {
            options.Configure(configure);
        }
    }
}
