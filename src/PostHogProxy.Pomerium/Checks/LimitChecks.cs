using PostHogProxy.Pomerium.Checks.Edits;
using PostHogProxy.Pomerium.Reading.Shapes;
using PostHogProxy.Pomerium.Values;
using PostHogProxy.Pomerium.Yaml;

namespace PostHogProxy.Pomerium.Checks;

/// <summary>W038 WebSockets, W039 timeouts too short for a large recording over a slow line.</summary>
internal static class LimitChecks
{
    private const string Fix = "Write 30s, Pomerium's default for a route.";

    private static readonly TimeSpan Least = TimeSpan.FromSeconds(10);
    private static readonly string[] OfRoute = ["timeout", "idle_timeout"];
    private static readonly string[] OfFile = ["default_upstream_timeout", "timeout_read", "timeout_write", "timeout_idle"];

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

    // The file's own limits are those of the client's side, where the answer is 408 (P:config/envoyconfig/listeners_main.go).
    private static string Message(MappingEntry entry)
    {
        var name = entry.Name.ToLowerInvariant();
        var how = name switch
        {
            "timeout_write" => "cuts off every request of that age, however fast its body arrives (408)",
            "timeout_read" => "cuts off requests whose body hasn't arrived by then (408)",
            _ => "cuts off requests to PostHog (504)",
        };
        return $"'{entry.Name}: {entry.Scalar!.Value}' {how}. Session recordings are up to 25 MB, and phones are slow.";
    }

    // 0 is no limit; a number without a unit is told as such (E017).
    private static bool IsShort(MappingEntry entry) =>
        entry.Scalar is { } scalar && ScalarValue.Duration(scalar, out var nanoseconds) is { } duration && !nanoseconds && duration > TimeSpan.Zero && duration < Least;

    // The route's switch, else its list even where that is empty, else the file's (P:config/policy.go, GetAllowWebsockets). Nothing is trimmed.
    private static void WebSockets(CheckedFile file, CheckedRoute route)
    {
        const string Message = "PostHog doesn't use WebSockets. Allowing them removes the timeouts that the route doesn't set, and forces HTTP/1.1 to PostHog.";
        var own = route.Route.Find("allow_upgrades");
        if (route.Route.IsSet("allow_websockets") && route.Route.Find("allow_websockets") is { } entry)
        {
            file.Tell(PomeriumFindingRules.WebSockets, route, entry.Value.Range, Message, "Remove it.", RouteEdits.Replace(entry.Scalar!, "false", file.Configuration));
        }
        else if (own is not null)
        {
            if (WebSocket(own) is { } item)
            {
                file.Tell(PomeriumFindingRules.WebSockets, route, item.Range, Message, "Remove it.");
            }
        }
        else if (file.Configuration.Root.Find("allow_upgrades") is { } all && WebSocket(all) is { } item)
        {
            // One setting, one finding; the change is each route's.
            file.Tell(
                PomeriumFindingRules.WebSockets,
                all.Name,
                item.Range,
                $"{Message} The list applies to every route without a list of its own, including {route.Route.Label}.",
                "Write allow_upgrades: [] in the routes to PostHog.",
                [.. file.PostHogRoutes.Where(other => other.Route.Find("allow_upgrades") is null).SelectMany(other => RouteEdits.Add(file.Configuration, other.Route, "allow_upgrades", "[]"))]);
        }
    }

    private static ScalarNode? WebSocket(MappingEntry list) =>
        ListShape.Items(list.Value).OfType<ScalarNode>().FirstOrDefault(name => name.Value.Equals("websocket", StringComparison.OrdinalIgnoreCase));
}
