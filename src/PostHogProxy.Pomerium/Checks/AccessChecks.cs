using PostHogProxy.Pomerium.Checks.Edits;
using PostHogProxy.Pomerium.Policies;
using PostHogProxy.Pomerium.Yaml;

namespace PostHogProxy.Pomerium.Checks;

/// <summary>Whether anonymous visitors get through to PostHog: E004, W036 and W047 name the reason, E003 what is left.</summary>
internal static class AccessChecks
{
    private static readonly KeyValuePair<string, string>[] Preflight = [new("Origin", "https://a.example"), new("Access-Control-Request-Method", "POST")];

    private static readonly string[] AllowLists = ["allow_any_authenticated_user", "allowed_users", "allowed_domains", "allowed_idp_claims"];

    // With these the switch cannot stand in one route.
    private static readonly string[] Excluded = ["allow_public_unauthenticated_access", "allow_any_authenticated_user", "allowed_users", "allowed_domains"];

    public static void Run(CheckedFile file)
    {
        foreach (var route in file.PostHogRoutes)
        {
            if (!route.Policy.Problems.Any() && !route.IsMiswritten(Excluded[0]) && !route.IsMiswritten("policy") && !file.Told(PomeriumFindingRules.PublicWithAllowLists, route))
            {
                Judge(file, route);
            }
        }
    }

    private static void Judge(CheckedFile file, CheckedRoute route)
    {
        var outcome = Outcome(route, "GET", _ => true);
        if (outcome == Policies.Outcome.Unknown)
        {
            return;
        }

        var suspects = route.Policy.Clauses.Where(IsSuspect).ToList();
        if (outcome != Policies.Outcome.Through && suspects.Count > 0 && Outcome(route, "GET", clause => !IsSuspect(clause)) == Policies.Outcome.Through)
        {
            foreach (var clause in suspects)
            {
                Identity(file, route, clause);
            }

            return;
        }

        if (outcome != Policies.Outcome.Through && route.Route.IsSet("cors_allow_preflight"))
        {
            file.Tell(
                PomeriumFindingRules.PreflightOnly,
                route,
                route.Route.Find("cors_allow_preflight")!.Key.Range,
                $"cors_allow_preflight opens the route for preflights only. The requests after them get {Told(outcome)}.",
                "Write allow_public_unauthenticated_access: true. It opens the route for preflights too.",
                Open(file, route));
            return;
        }

        var missing = MissingMethods(route);
        var method = route.Policy.Clauses.SelectMany(clause => clause.Criteria).FirstOrDefault(criterion => criterion.Name == "http_method");
        if (method is not null && missing.Count is > 0 and < 3)
        {
            file.Tell(
                PomeriumFindingRules.Methods,
                route,
                method.Place,
                $"PostHog needs GET, POST and OPTIONS. The policy doesn't allow {string.Join(" and ", missing)}.",
                "Replace the criterion with accept: true.");
        }
        else if (outcome != Policies.Outcome.Through)
        {
            Closed(file, route, outcome);
        }
    }

    private static void Identity(CheckedFile file, CheckedRoute route, Clause clause)
    {
        var criterion = clause.Criteria.First(criterion => criterion.IsIdentity);
        var where = clause.IsDeny ? "in deny" : $"in {clause.Operator.ToString().ToLowerInvariant()}";
        file.Tell(
            PomeriumFindingRules.IdentityInDeny,
            route,
            criterion.Place,
            $"The route is open, but '{criterion.Name}' {where} needs to know who the visitor is. Pomerium redirects every anonymous visitor to the sign-in page.",
            "Remove the criterion. A route to PostHog must not ask who the visitor is.");
    }

    private static void Closed(CheckedFile file, CheckedRoute route, Outcome outcome)
    {
        var lists = AllowLists.Select(route.Route.Find).FirstOrDefault(entry => entry is not null);
        var policy = route.Route.Find("policy");
        var cause = lists ?? policy;
        file.Tell(
            PomeriumFindingRules.NotPublic,
            route,
            cause?.Key.Range ?? route.Route.TargetRange,
            cause is null && !route.Policy.Clauses.Any()
                ? "The route to PostHog has no policy, so every request gets 403."
                : $"The route to PostHog is not open to anonymous visitors. They get {Told(outcome)}.",
            file.Configuration.IsZero
                ? "Give the route a policy with Public Access (accept), not enforced."
                : "Write allow_public_unauthenticated_access: true in the route.",
            Open(file, route));
    }

    // The route's switch, in place of lists it cannot stand beside; nothing where a deny would still close the route.
    private static IReadOnlyList<TextEdit> Open(CheckedFile file, CheckedRoute route)
    {
        if (file.Configuration.IsZero || Outcome(route, "POST", _ => true, asIfPublic: true) != Policies.Outcome.Through)
        {
            return [];
        }

        var lists = Excluded.Select(route.Route.Find).OfType<MappingEntry>().ToList();
        if (lists.Any(entry => entry.IsMerged))
        {
            return [];
        }

        return [.. lists.SelectMany(entry => RouteEdits.Remove(file.Configuration, route.Route, entry)), .. RouteEdits.Add(file.Configuration, route.Route, Excluded[0], "true")];
    }

    private static bool IsSuspect(Clause clause) =>
        (clause.IsDeny || clause.Operator is Operator.Not or Operator.Nor) && clause.Criteria.Any(criterion => criterion.IsIdentity);

    private static List<string> MissingMethods(CheckedRoute route)
    {
        string[] needed = route.SendsAssets ? ["GET"] : ["GET", "POST", "OPTIONS"];
        return [.. needed.Where(method => Outcome(route, method, _ => true) is not (Policies.Outcome.Through or Policies.Outcome.Unknown))];
    }

    // Certificates are told by themselves (E019).
    private static Outcome Outcome(CheckedRoute route, string method, Func<Clause, bool> counts, bool asIfPublic = false) =>
        route.Policy.For(
            new AnonymousRequest(Sample(route), method, method == "OPTIONS" ? Preflight : null), counts, asIfPublic, withCertificates: false);

    private static string Sample(CheckedRoute route) => route.Match.Kind == Routing.MatchKind.Regex ? "/" : route.Match.Value;

    private static string Told(Outcome outcome) => outcome is Policies.Outcome.Login or Policies.Outcome.Unauthorized401
        ? "the sign-in page (302), which no SDK can use"
        : "403";
}
