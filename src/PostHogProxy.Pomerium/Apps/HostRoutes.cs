using PostHogProxy.Pomerium.Checks;

namespace PostHogProxy.Pomerium.Apps;

/// <summary>The routes among which Pomerium looks for one address.</summary>
internal static class HostRoutes
{
    private const int HttpsPort = 443;

    public static IReadOnlyList<CheckedRoute> Of(CheckedFile file, Uri address) =>
    [
        .. file.Table.RoutesOf(address.Host.ToLowerInvariant(), address.IsDefaultPort ? HttpsPort : address.Port, out _)
            .Select(entry => file.Routes[entry.Route.Index]),
    ];
}
