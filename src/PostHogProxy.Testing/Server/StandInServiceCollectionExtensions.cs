using PostHogProxy;
using PostHogProxy.Testing;
using PostHogProxy.Testing.Server;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Points the PostHog proxies of an app under test at a stand-in.</summary>
public static class StandInServiceCollectionExtensions
{
    /// <summary>
    /// Every PostHog proxy that the app maps sends to the stand-in, and accepts its certificate, whatever region, name or origin the app has set. No line of
    /// the app changes. The app's own <c>ConfigureHandler</c> runs before, and its <c>WrapHandler</c> stays; an egress proxy is not asked.
    /// </summary>
    /// <param name="services">The app's services, in <c>ConfigureTestServices</c>.</param>
    /// <param name="posthog">The stand-in. You end it, after the app.</param>
    /// <returns>The same services.</returns>
    /// <example>
    /// <code>
    /// await using var posthog = await PostHogStandIn.StartAsync();
    /// await using var app = new WebApplicationFactory&lt;Program&gt;().WithWebHostBuilder(
    ///     host => host.ConfigureTestServices(services => services.UsePostHogStandIn(posthog)));
    /// </code>
    /// </example>
    public static IServiceCollection UsePostHogStandIn(this IServiceCollection services, PostHogStandIn posthog)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(posthog);
        return services.AddSingleton<IOptionsOverride>(new StandInOverride(posthog));
    }
}
