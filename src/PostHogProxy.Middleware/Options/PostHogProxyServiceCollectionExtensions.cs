using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using PostHogProxy;
using PostHogProxy.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Sets options of the PostHog proxy in code.</summary>
public static class PostHogProxyServiceCollectionExtensions
{
    /// <summary>
    /// Sets options for every proxy that is mapped without a name. <c>MapPostHogProxy</c> also works without this call.
    /// </summary>
    /// <param name="services">The app's services.</param>
    /// <param name="configure">Runs after the section <c>PostHogProxy</c> is read and before the arguments of <c>MapPostHogProxy</c> apply.</param>
    /// <returns>The same services, and what else you can add to the proxies.</returns>
    /// <example><code>builder.Services.AddPostHogProxy(options => options.ResponseTimeout = TimeSpan.FromSeconds(30));</code></example>
    public static PostHogProxyBuilder AddPostHogProxy(
        this IServiceCollection services, Action<PostHogProxyOptions>? configure = null) =>
        services.AddPostHogProxy(Options.Options.DefaultName, configure);

    /// <summary>Sets options for the proxy with this name. Its section is <c>PostHogProxy:Maps:&lt;name&gt;</c>.</summary>
    /// <param name="services">The app's services.</param>
    /// <param name="name">The name given to <c>MapPostHogProxy(name)</c>.</param>
    /// <param name="configure">Runs after the section is read.</param>
    /// <returns>The same services, and what else you can add to the proxies.</returns>
    public static PostHogProxyBuilder AddPostHogProxy(
        this IServiceCollection services, string name, Action<PostHogProxyOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(name);

        services.TryAddEnumerable(ServiceDescriptor.Singleton<IConfigureOptions<PostHogProxyOptions>, OptionsSection>());
        if (configure is not null)
        {
            services.Configure(name, configure);
        }

        return services as PostHogProxyBuilder ?? new(services);
    }
}
