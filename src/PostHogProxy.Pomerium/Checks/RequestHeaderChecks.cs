using PostHogProxy.Pomerium.Checks.Edits;
using PostHogProxy.Pomerium.Routing;
using PostHogProxy.Pomerium.Values;
using PostHogProxy.Pomerium.Yaml;

namespace PostHogProxy.Pomerium.Checks;

/// <summary>What goes to PostHog besides the event: W031 identity, W032 credentials; W034 the visitor's address, I063 bearer tokens.</summary>
internal static class RequestHeaderChecks
{
    private const string ForwardedFor = "X-Forwarded-For";

    private static readonly string[] Tokens = ["pomerium.id_token", "pomerium.access_token", "pomerium.jwt"];
    private static readonly string[] Accounts = ["kubernetes_service_account_token", "kubernetes_service_account_token_file", "enable_google_cloud_serverless_authentication"];

    public static void Run(CheckedFile file)
    {
        foreach (var route in file.PostHogRoutes)
        {
            Identity(file, route);
            Credentials(file, route);
            Address(file, route);
            BearerTokens(file, route);
        }

        if (file.PostHogRoutes.Count > 0 && file.Configuration.Root.Find("skip_xff_append") is { Scalar: { } skip } && ScalarValue.Flag(skip) == true)
        {
            file.Tell(
                PomeriumFindingRules.ClientAddress,
                "skip_xff_append",
                skip.Range,
                $"With skip_xff_append, PostHog doesn't get the visitor's address in {ForwardedFor}. All visitors share one city and one rate limit.",
                "Remove it.",
                RouteEdits.Replace(skip, "false", file.Configuration));
        }
    }

    private static void Identity(CheckedFile file, CheckedRoute route)
    {
        if (!UpstreamHeaders.PassesIdentity(file.Configuration, route.Route))
        {
            return;
        }

        var own = route.Route.Find("pass_identity_headers");
        file.Tell(
            PomeriumFindingRules.IdentityHeaders,
            route,
            own?.Value.Range ?? route.Route.TargetRange,
            "Pomerium sends the signed-in user to PostHog, in X-Pomerium-Jwt-Assertion and the claim headers" + (own is null ? ", because pass_identity_headers is true in the file." : "."),
            "Write pass_identity_headers: false in the route.",
            own?.Scalar is { } scalar
                ? RouteEdits.Replace(scalar, "false", file.Configuration)
                : RouteEdits.Add(file.Configuration, route.Route, "pass_identity_headers", "false"));
    }

    private static void Credentials(CheckedFile file, CheckedRoute route)
    {
        var sent = Accounts.Select(route.Route.Find)
            .FirstOrDefault(entry => entry?.Scalar is { Value.Length: > 0 } scalar && (entry.Name[0] is not ('e' or 'E') || ScalarValue.Flag(scalar) == true));
        if (sent is not null)
        {
            Tell(file, route, sent, RouteEdits.Remove(file.Configuration, route.Route, sent));
        }

        foreach (var header in route.Route.Entries("set_request_headers").Where(header => header.Scalar is { } value && Tokens.Any(value.Value.Contains)))
        {
            var headers = (MappingNode)route.Route.Find("set_request_headers")!.Value;
            Tell(file, route, header, RouteEdits.RemoveFrom(file.Configuration.Text, headers, header));
        }
    }

    private static void Tell(CheckedFile file, CheckedRoute route, MappingEntry entry, IReadOnlyList<TextEdit> edits) => file.Tell(
        PomeriumFindingRules.Credentials,
        route,
        entry.Key.Range,
        $"'{entry.Name}' sends your credentials, or those of the signed-in user, to PostHog.",
        "Remove it from the route to PostHog.",
        edits);

    private static void Address(CheckedFile file, CheckedRoute route)
    {
        var removed = route.Route.Scalars("remove_request_headers").FirstOrDefault(name => name.Value.Equals(ForwardedFor, StringComparison.OrdinalIgnoreCase));
        var set = route.Route.Entries("set_request_headers").FirstOrDefault(header => header.Name.Equals(ForwardedFor, StringComparison.OrdinalIgnoreCase));
        if ((set?.Key.Range ?? removed?.Range) is { } range)
        {
            file.Tell(
                PomeriumFindingRules.ClientAddress,
                route,
                range,
                $"The route {(set is null ? "removes" : "overwrites")} {ForwardedFor}. PostHog takes the visitor's location from it, so all visitors share one city and one rate limit.",
                "Don't change the header.",
                set is null ? null : RouteEdits.RemoveFrom(file.Configuration.Text, (MappingNode)route.Route.Find("set_request_headers")!.Value, set));
        }
    }

    private static void BearerTokens(CheckedFile file, CheckedRoute route)
    {
        var entry = route.Route.Find("bearer_token_format") ?? file.Configuration.Root.Find("bearer_token_format");
        if (entry?.Scalar is { Value.Length: > 0 } format && !format.Value.Equals("default", StringComparison.OrdinalIgnoreCase))
        {
            file.Tell(
                PomeriumFindingRules.BearerTokens,
                route,
                format.Range,
                $"With bearer_token_format '{format.Value}', Pomerium checks the Authorization header of PostHog's server SDKs as its own and answers 403, on public routes too.",
                "Write bearer_token_format: default in the route if server SDKs use it. Browsers don't send this header.");
        }
    }
}
