using System.Text.RegularExpressions;

namespace PostHogProxy.Pomerium.Tests.Differential.Model;

/// <summary>Answers requests as Envoy with Pomerium's route configuration and Pomerium's authorize service do.</summary>
internal static class Pomerium
{
    // P:authorize/evaluator/evaluator.go, internalPathsNeedingLogin.
    private static readonly string[] LoginPaths =
    [
        "/.pomerium/jwt", "/.pomerium/user", "/.pomerium/webauthn", "/.pomerium/routes", "/.pomerium/api/v1/routes", "/.pomerium/mcp/authorize",
        "/.pomerium/mcp/connect", "/.pomerium/mcp/routes",
    ];

    public static ModelAnswer Answer(ModelFile file, ModelRequest request)
    {
        if (Envoy.Arrive(file, request) is not { } arrived)
        {
            return new("400");
        }

        if (arrived.Path != request.Path && arrived.Query == "redirect")
        {
            return new("redirect");
        }

        var host = file.Hosts.Find(arrived.Authority);
        if (IsReserved(file, host, arrived.Path))
        {
            return new(LoginPaths.Contains(Uri.UnescapeDataString(arrived.Path)) ? Login(file, null, arrived) : "own");
        }

        foreach (var route in file.Hosts.Routes(host, arrived.Authority))
        {
            if (Matches(route, arrived.Path))
            {
                return Through(file, route, arrived);
            }
        }

        return new("404");
    }

    private static bool IsReserved(ModelFile file, string? host, string path) =>
        path is "/ping" or "/healthz" or "/.pomerium" or "/.well-known/pomerium"
        || path.StartsWith("/.pomerium/", StringComparison.Ordinal)
        || path.StartsWith("/.well-known/pomerium/", StringComparison.Ordinal)
        || (file.RuntimeFlag("mcp") && file.Hosts.IsMcp(host)
            && (path == "/.well-known/oauth-authorization-server" || path.StartsWith("/.well-known/oauth-protected-resource", StringComparison.Ordinal)))
        || (file.Hosts.IsAuthenticate(host) && path is "/oauth2/callback" or "/" or "/robots.txt");

    // mkRouteMatch.
    private static bool Matches(ModelRoute route, string path) => !route.IsConnect && (
        route.Text("regex") is { Length: > 0 } regex ? Regex.IsMatch(path, $"\\A(?:{regex})\\z", RegexOptions.CultureInvariant)
        : route.Text("path") is { Length: > 0 } whole ? path == whole
        : path.StartsWith(route.Text("prefix") is { Length: > 0 } prefix ? prefix : "/", StringComparison.Ordinal));

    private static ModelAnswer Through(ModelFile file, ModelRoute route, ModelRequest request)
    {
        var outcome = Outcome(file, route, request);
        if (route.IsRedirect || route.IsResponse || route.To[0].Url is not { Scheme: "http" or "https" or "h2c" } target)
        {
            return new(outcome, route.Index);
        }

        var (kept, set) = Upstream.Headers(file, route, request);
        return new(outcome, route.Index, $"{target.Scheme}://{target.Host}{Upstream.Path(route, request.Path)}{request.Query}", Upstream.Host(route, request, target))
        {
            Kept = kept,
            Set = set,
        };
    }

    private static string Outcome(ModelFile file, ModelRoute route, ModelRequest request)
    {
        if (file.RuntimeFlag("mcp") && route.IsMcpServer && request.Method == "OPTIONS")
        {
            return "204";
        }

        // An evaluator is found by the route's identity: the last of the same identity judges (P:authorize/evaluator/evaluator.go).
        var judge = file.Routes.Last(other => other.Id == route.Id);
        var addresses = 0;
        _ = Decide(0);
        var outcomes = Enumerable.Range(0, 1 << Math.Min(addresses, 8)).Select(Decide).Distinct().ToList();
        return outcomes.Count == 1 ? outcomes[0] : "unknown";

        string Decide(int bits)
        {
            addresses = 0;
            var visit = new ModelVisit(
                request.Method,
                Uri.UnescapeDataString(request.Path),
                request.Method == "OPTIONS" && request.Header("Access-Control-Request-Method") is { Length: > 0 } && request.Header("Origin") is { Length: > 0 },
                file.HasCa || judge.Text("tls_downstream_client_ca").Length > 0,
                () => (bits & (1 << addresses++)) != 0);
            var rules = Rules(file, judge).ToList();
            var allow = Judgment.Or(rules.Where(rule => rule.IsAllow).SelectMany(rule => rule.Judge(visit)));
            var deny = Judgment.Or(rules.Where(rule => !rule.IsAllow).SelectMany(rule => rule.Judge(visit)));
            return deny.WantsCertificate ? Denied(request, "495")
                : allow.WantsUser || deny.WantsUser ? Login(file, route, request)
                : !deny.Value && allow.Value ? "through"
                : Denied(request, route.IsMcpServer ? "401" : "403");
        }
    }

    // P:config/policy_ppl.go, ToPPL.
    private static IEnumerable<ModelRule> Rules(ModelFile file, ModelRoute route)
    {
        var criteria = new List<ModelCriterion>();
        criteria.AddRange(route.Flag("allow_public_unauthenticated_access") ? [new("accept", true)] : []);
        criteria.AddRange(route.Flag("cors_allow_preflight") ? [new("cors_preflight", true)] : []);
        criteria.AddRange(route.Flag("allow_any_authenticated_user") ? [new("authenticated_user", true)] : []);
        criteria.AddRange(Enumerable.Repeat(new ModelCriterion("domain", "somewhere"), route.Domains + route.Claims));
        criteria.AddRange(route.Users.SelectMany(user => new ModelCriterion[] { new("user", user), new("email", user) }));
        yield return new(true, [], criteria, [], []);
        foreach (var rule in route.Policy?.Rules ?? [])
        {
            yield return rule;
        }

        if (file.AsksForCertificates)
        {
            yield return new(false, [], [new("invalid_client_certificate", true)], [], []);
        }
    }

    // P:authorize/check_response.go, requireLoginResponse.
    private static string Login(ModelFile file, ModelRoute? route, ModelRequest request)
    {
        var type = request.Header("Content-Type") ?? "";
        var isGrpc = type is "application/grpc" or "application/grpc-web-text"
            || type.StartsWith("application/grpc+", StringComparison.Ordinal)
            || type.StartsWith("application/grpc-web+", StringComparison.Ordinal);
        var authorization = request.Header("Authorization") ?? "";
        var hasSession = request.Header("X-Pomerium-Authorization") is { Length: > 0 }
            || authorization is ['P', 'o', 'm', 'e', 'r', 'i', 'u', 'm', ' ', _, ..] or ['B', 'e', 'a', 'r', 'e', 'r', ' ', 'P', 'o', 'm', 'e', 'r', 'i', 'u', 'm', '-', _, ..]
            || request.Query.TrimStart('?').Split('&').Any(part => part.Split('=')[0] == "pomerium_session");
        var isRedirected = !(file.RuntimeFlag("mcp") && route?.IsMcpServer == true) && !isGrpc && !hasSession && AcceptHeader.TakesHtml(request.Header("Accept") ?? "");
        return Denied(request, isRedirected ? "login" : "401");
    }

    // deniedResponse: a refused /robots.txt is 200.
    private static string Denied(ModelRequest request, string outcome) =>
        Uri.UnescapeDataString(request.Path) == "/robots.txt" && request.Header("User-Agent")?.Contains("kubernetes/", StringComparison.Ordinal) != true ? "own" : outcome;
}
