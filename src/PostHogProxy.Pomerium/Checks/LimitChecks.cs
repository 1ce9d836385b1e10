using PostHogProxy.Pomerium.Checks.Edits;
using PostHogProxy.Pomerium.Reading;

namespace PostHogProxy.Pomerium.Checks;

/// <summary>W038 WebSockets, W039 timeouts too short for a large recording over a slow line.</summary>
internal static class LimitChecks
{
    private const string Fix = "Write 30s, Pomerium's default for a route.";

    private static readonly TimeSpan Least = TimeSpan.FromSeconds(10);
    private static readonly string[] OfRoute = ["timeout", "idle_timeout"];
    private static readonly string[] OfFile = ["default_upstream_timeout", "timeout_read", "timeout_idle"];

    public static void Run(CheckedFile file)
    {
        foreach (var route in file.PostHogRoutes)
        {
            WebSockets(file, route);
            foreach (var entry in OfRoute.Select(route.Route.Find).OfType<MappingEntry>().Where(IsShort))
            {
                file.Tell(PomeriumFindingRules.ShortTimeout, route, entry.Value.Range, Message(entry), Fix, RouteEdits.Replace(entry.Scalar!, "30s", file.Configuration));
            }
        }

        foreach (var entry in OfFile.Select(file.Configuration.Root.Find).OfType<MappingEntry>().Where(IsShort))
        {
            // A route's own timeout takes the place of the default.
            if (file.PostHogRoutes.Any(route => entry.Name != "default_upstream_timeout" || route.Route.Find("timeout") is null))
            {
                file.Tell(PomeriumFindingRules.ShortTimeout, entry.Name, entry.Value.Range, Message(entry), Fix, RouteEdits.Replace(entry.Scalar!, "30s", file.Configuration));
            }
        }
    }

    private static string Message(MappingEntry entry) =>
        $"'{entry.Name}: {entry.Scalar!.Value}' cuts requests to PostHog off (504): session recordings are up to 25 MB and phones are slow.";

    // 0 is no limit; a number without a unit is told as such (E017).
    private static bool IsShort(MappingEntry entry) =>
        entry.Scalar is { } scalar && ScalarValue.Duration(scalar, out var nanoseconds) is { } duration && !nanoseconds && duration > TimeSpan.Zero && duration < Least;

    private static void WebSockets(CheckedFile file, CheckedRoute route)
    {
        var upgrade = route.Route.Scalars("allow_upgrades").FirstOrDefault(name => name.Value.Trim().Equals("websocket", StringComparison.OrdinalIgnoreCase));
        var entry = route.Route.IsSet("allow_websockets") ? route.Route.Find("allow_websockets") : null;
        if ((entry?.Value.Range ?? upgrade?.Range) is { } range)
        {
            file.Tell(
                PomeriumFindingRules.WebSockets,
                route,
                range,
                "PostHog opens no WebSocket; allowing them takes the timeouts away that the route does not set, and forces HTTP/1.1 to PostHog.",
                "Leave it out.",
                entry?.Scalar is { } scalar ? RouteEdits.Replace(scalar, "false", file.Configuration) : null);
        }
    }
}
