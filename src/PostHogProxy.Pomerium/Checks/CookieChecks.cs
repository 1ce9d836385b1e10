using PostHogProxy.Pomerium.Checks.Edits;
using PostHogProxy.Pomerium.Yaml;

namespace PostHogProxy.Pomerium.Checks;

/// <summary>W033. Pomerium takes only its own cookie out; every other cookie of the visitor goes on.</summary>
internal static class CookieChecks
{
    private const string Cookie = "Cookie";

    public static void Run(CheckedFile file)
    {
        foreach (var route in file.PostHogRoutes)
        {
            var removes = route.Route.Scalars("remove_request_headers").Any(name => name.Value.Equals(Cookie, StringComparison.OrdinalIgnoreCase));
            var sets = route.Route.Entries("set_request_headers").Any(header => header.Name.Equals(Cookie, StringComparison.OrdinalIgnoreCase));
            if (removes || sets || route.IsMiswritten("remove_request_headers"))
            {
                continue;
            }

            var list = route.Route.Find("remove_request_headers");
            if (list is not null && route.Route.Scalars("remove_request_headers").FirstOrDefault(name => name.Value.Trim().Equals(Cookie, StringComparison.OrdinalIgnoreCase)) is { } blank)
            {
                Blank(file, route, list, blank);
                continue;
            }

            file.Tell(
                PomeriumFindingRules.Cookies,
                route,
                list?.Value.Range ?? route.Route.TargetRange,
                "PostHog gets every cookie that the visitor has for this host, including your app's session cookies." + Parent(file, route),
                list is null ? "Write remove_request_headers: [Cookie]." : "Add Cookie to remove_request_headers.",
                list is null
                    ? RouteEdits.Add(file.Configuration, route.Route, "remove_request_headers", "[Cookie]")
                    : list.IsMerged ? null : RouteEdits.AddToList(file.Configuration, list, Cookie));
        }
    }

    // Nothing is trimmed (mapstructure's StringToWeakSliceHookFunc in P:config/constants.go).
    private static void Blank(CheckedFile file, CheckedRoute route, MappingEntry list, ScalarNode blank)
    {
        var names = list.Scalar is { } text ? string.Join(",", text.Value.Split(',').Select(name => name.Trim())) : null;
        file.Tell(
            PomeriumFindingRules.Cookies,
            route,
            blank.Range,
            $"remove_request_headers names '{blank.Value}' with a space, and no request has such a header. PostHog gets every cookie that the visitor has for this host." + Parent(file, route),
            names is null ? "Write Cookie without the space." : $"Write \"{names}\" without spaces, or a list.",
            list.IsMerged ? null : RouteEdits.Replace(list.Scalar ?? blank, names ?? Cookie, file.Configuration));
    }

    private static string Parent(CheckedFile file, CheckedRoute route)
    {
        var domain = file.Configuration.GlobalText("cookie_domain")?.TrimStart('.');
        return domain is not null && route.Host is { } host && host.Name.EndsWith("." + domain, StringComparison.OrdinalIgnoreCase)
            ? $" cookie_domain '{domain}' adds Pomerium's sign-in cookies."
            : "";
    }
}
