using PostHogProxy.Pomerium.Checks;

namespace PostHogProxy.Pomerium.Apps;

/// <summary>The routes among which Pomerium looks for one address.</summary>
internal static class HostRoutes
{
    public static IReadOnlyList<CheckedRoute> Of(CheckedFile file, Uri address) =>
    [
        .. file.Table.RoutesOf(address, out _)
            .Select(entry => file.Routes[entry.Route.Index]),
    ];
}
