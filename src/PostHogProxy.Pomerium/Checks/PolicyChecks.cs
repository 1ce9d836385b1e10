using PostHogProxy.Pomerium.Checks.Edits;
using PostHogProxy.Pomerium.Policies;
using PostHogProxy.Pomerium.Reading;
using PostHogProxy.Pomerium.Values;
using PostHogProxy.Pomerium.Yaml;

namespace PostHogProxy.Pomerium.Checks;

/// <summary>How policies are written: E001, E002 and E005 of every route, because they break the whole file; W030, W046.</summary>
internal static class PolicyChecks
{
    private static readonly string[] Lists = ["allowed_users", "allowed_domains"];

    public static void Run(CheckedFile file)
    {
        foreach (var route in file.Routes)
        {
            foreach (var problem in route.Policy.Problems)
            {
                Tell(file, route, problem);
            }

            if (route.Route.Find("upstream_tunnel")?.Value is MappingNode tunnel && tunnel.Find("ssh_policy") is { } policy)
            {
                foreach (var problem in PolicyLanguage.Read(policy.Value, file.Configuration.IsZero).Problems)
                {
                    Tell(file, route, problem);
                }
            }

            AllowLists(file, route);
        }

        foreach (var route in file.PostHogRoutes)
        {
            foreach (var accept in route.Policy.Clauses.SelectMany(clause => clause.Criteria).Where(criterion => criterion.Name == "accept"))
            {
                AcceptValue(file, route, accept);
            }
        }

        foreach (var policy in file.Configuration.ZeroPolicies)
        {
            OfZero(file, policy);
        }
    }

    private static void Tell(CheckedFile file, CheckedRoute route, PolicyProblem problem) =>
        file.Tell(problem.Rule, route, problem.Range, problem.Message, problem.Fix, Edits(problem));

    private static IReadOnlyList<TextEdit> Edits(PolicyProblem problem) =>
        problem.Replacement is { } text ? [new(problem.Range, text)] : [];

    // P:config/policy.go, Validate.
    private static void AllowLists(CheckedFile file, CheckedRoute route)
    {
        var any = route.Route.IsSet("allow_any_authenticated_user") ? route.Route.Find("allow_any_authenticated_user") : null;
        var lists = Lists.Select(route.Route.Find).OfType<MappingEntry>().ToList();
        if (route.Policy.IsPublicBySwitch && (any ?? lists.FirstOrDefault()) is { } first)
        {
            file.Tell(
                PomeriumFindingRules.PublicWithAllowLists,
                route,
                first.Key.Range,
                $"The route has allow_public_unauthenticated_access and '{first.Name}'. Pomerium does not load the file.",
                route.Route.IsPostHog ? $"Remove '{first.Name}'." : "Keep one of them.",
                route.Route.IsPostHog ? [.. new[] { any }.Concat(lists).OfType<MappingEntry>().SelectMany(entry => RouteEdits.Remove(file.Configuration, route.Route, entry))] : null);
        }
        else if (any is not null && lists.Count > 0)
        {
            file.Tell(
                PomeriumFindingRules.PublicWithAllowLists,
                route,
                any.Key.Range,
                $"The route has allow_any_authenticated_user and '{lists[0].Name}'. Pomerium does not load the file.",
                route.Route.IsPostHog ? "Write allow_public_unauthenticated_access: true instead of both." : "Keep one of them.");
        }
    }

    private static void AcceptValue(CheckedFile file, CheckedRoute route, Criterion accept)
    {
        if (accept.Data is ScalarNode { IsNull: false } value && ScalarValue.Flag(value) == true)
        {
            return;
        }

        var isWritten = accept.Data is ScalarNode { IsNull: false };
        file.Tell(
            PomeriumFindingRules.AcceptValue,
            route,
            isWritten ? accept.DataPlace : accept.Place,
            "Pomerium ignores the value of accept. The route is open to everybody.",
            "Write accept: true.",
            isWritten && accept.Place == accept.Entry.Range ? RouteEdits.Replace((ScalarNode)accept.Data, "true", file.Configuration) : null);
    }

    private static void OfZero(CheckedFile file, ZeroPolicy policy)
    {
        var where = policy.Name is { } name ? $"policy '{name}'" : "a policy";
        if (ZeroPolicies.Read(policy) is not { } language)
        {
            return;
        }

        foreach (var problem in language.Problems)
        {
            file.Tell(problem.Rule, where, problem.Range, problem.Message, problem.Fix, Edits(problem));
        }

        var isPublic = language.Clauses.Any(clause => !clause.IsDeny && clause.Operator == Operator.Or && clause.Criteria.Any(criterion => criterion.Name == "accept"));
        if (policy.IsEnforced && isPublic && policy.Node.Find("enforced") is { Scalar: { } enforced })
        {
            file.Tell(
                PomeriumFindingRules.EnforcedPublic,
                where,
                enforced.Range,
                "An enforced policy applies to every route of the cluster, and this one is public. All of them are open to everybody.",
                "Write enforced: false (in the console: Policy Enforcement, Optional) and name the policy in PostHog's routes.",
                RouteEdits.Replace(enforced, "false", file.Configuration));
        }
    }
}
