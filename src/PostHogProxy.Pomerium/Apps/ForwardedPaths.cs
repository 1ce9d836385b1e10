using PostHogProxy.Pomerium.Checks;
using PostHogProxy.Pomerium.Reading;

namespace PostHogProxy.Pomerium.Apps;

/// <summary>The paths of the app's own host that Pomerium sends to PostHog before the app sees them: proxies that no code maps.</summary>
internal static class ForwardedPaths
{
    public static bool AreIn(PomeriumConfiguration configuration) =>
        configuration.Routes.Any(route => route.IsPostHog && new CheckedRoute(configuration, route).Base is { Length: > 0 });
}
