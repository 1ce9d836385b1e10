using PostHogProxy.Pomerium.Reading;
using PostHogProxy.Pomerium.Reading.Shapes;
using PostHogProxy.Pomerium.Yaml;

namespace PostHogProxy.Pomerium.Policies;

/// <summary>All that decides who may use a route: its switches and lists, its policy, for Zero the policies it names, and the certificates.</summary>
internal sealed class RoutePolicy
{
    private readonly PomeriumRoute _route;
    private readonly DownstreamCertificates _certificates;
    private readonly bool _isMcpOn;

    private RoutePolicy(PomeriumRoute route, DownstreamCertificates certificates, IReadOnlyList<PolicyLanguage> languages, bool isPartlyUnknown, bool isMcpOn)
    {
        _route = route;
        _certificates = certificates;
        Languages = languages;
        IsPartlyUnknown = isPartlyUnknown;
        _isMcpOn = isMcpOn;
    }

    /// <summary>What is written in the policy language; several for Zero.</summary>
    public IReadOnlyList<PolicyLanguage> Languages { get; }

    public IEnumerable<Clause> Clauses => Languages.SelectMany(language => language.Clauses);

    public IEnumerable<PolicyProblem> Problems => Languages.SelectMany(language => language.Problems);

    /// <summary>Whether some of it is written where it cannot be read: Rego, or a policy that the file does not have.</summary>
    public bool IsPartlyUnknown { get; }

    private bool IsMcpServer => McpServer.Is(_route);

    /// <summary>The route's own switch, which is OR-ed with every allow rule.</summary>
    public bool IsPublicBySwitch => _route.IsSet("allow_public_unauthenticated_access");

    /// <summary>Whether anything in the route or its policy asks who the visitor is.</summary>
    public bool HasAllowLists =>
        _route.IsSet("allow_any_authenticated_user") || Lists().Any(HasItems) || Both("allowed_idp_claims").Any(claims => IdentityClaims.AreAsked(claims.Value));

    public static RoutePolicy Of(PomeriumConfiguration configuration, PomeriumRoute route)
    {
        var languages = new List<PolicyLanguage>();
        if (route.Find("policy") is { } policy)
        {
            languages.Add(PolicyLanguage.Read(policy.Value, configuration.IsZero));
        }

        var unknown = SubPolicies(route).Any(policy => HasItems(policy.Find("rego")));
        if (configuration.IsZero)
        {
            unknown |= ZeroPolicies.AddTo(languages, configuration, route);
        }

        return new(route, DownstreamCertificates.Of(configuration), languages, unknown, McpServer.IsOn(configuration));
    }

    /// <summary>What an anonymous visitor gets, before the path and the upstream are looked at.</summary>
    public Outcome For(AnonymousRequest request) => For(request, _ => true);

    /// <summary>The same where only some of the clauses counted, the route's switch were on, or certificates played no part.</summary>
    public Outcome For(AnonymousRequest request, Func<Clause, bool> counts, bool asIfPublic = false, bool withCertificates = true)
    {
        if (IsPartlyUnknown || Problems.Any())
        {
            return Outcome.Unknown;
        }

        // Before any rule is looked at (P:authorize/grpc.go).
        if (_isMcpOn && IsMcpServer && request.Method == "OPTIONS")
        {
            return Outcome.NoContent204;
        }

        var wantsCertificate = withCertificates && _certificates.AreWantedOn(_route);
        var allow = asIfPublic ? Verdicts.Of(true) : Switches(request);
        var deny = wantsCertificate && _certificates.AreEnforced ? Verdicts.Of(true, Reasons.Certificate) : Verdicts.Of(false);
        foreach (var clause in Clauses)
        {
            if (clause.Criteria.Count == 0 || !counts(clause))
            {
                continue;
            }

            var verdict = Of(clause, request, wantsCertificate);
            if (clause.IsDeny)
            {
                deny = deny.Or(verdict);
            }
            else
            {
                allow = allow.Or(verdict);
            }
        }

        return Decide(allow, deny, request);
    }

    private Verdicts Switches(AnonymousRequest request)
    {
        var allow = Verdicts.Of(IsPublicBySwitch || (_route.IsSet("cors_allow_preflight") && request.IsPreflight));

        // Nobody's address is the empty text (P:config/policy_ppl.go, ToPPL).
        allow = Users().Any(users => ListShape.Items(users.Value).Any(item => item is ScalarNode { Value: "" } or ScalarNode { IsNull: true })) ? allow.Or(Verdicts.Of(true)) : allow;
        return HasAllowLists ? allow.Or(Verdicts.Of(false, Reasons.Unauthenticated)) : allow;
    }

    private static Verdicts Of(Clause clause, AnonymousRequest request, bool wantsCertificate)
    {
        var inverted = clause.Operator is Operator.Not or Operator.Nor;
        Verdicts? joined = null;
        foreach (var criterion in clause.Criteria)
        {
            var verdict = CriterionVerdict.Of(criterion, request, wantsCertificate);
            verdict = inverted ? verdict.Inverted() : verdict;
            joined = joined is not { } before ? verdict : clause.Operator is Operator.And or Operator.Not ? before.And(verdict) : before.Or(verdict);
        }

        return joined ?? Verdicts.Of(false);
    }

    private Outcome Decide(Verdicts allow, Verdicts deny, AnonymousRequest request)
    {
        Outcome? only = null;
        foreach (var (allowed, why) in allow.Each())
        {
            foreach (var (denied, whyNot) in deny.Each())
            {
                var outcome = Decide(allowed, why, denied, whyNot, request);
                if (only is { } first && first != outcome)
                {
                    return Outcome.Unknown;
                }

                only = outcome;
            }
        }

        return only ?? Outcome.Unknown;
    }

    // The order of P:authorize/check_response.go, handleResult.
    private Outcome Decide(bool allowed, Reasons why, bool denied, Reasons whyNot, AnonymousRequest request)
    {
        var refused = IsMcpServer ? Outcome.Unauthorized401 : Outcome.Forbidden403;
        var outcome = (whyNot & Reasons.Certificate) != 0 ? Outcome.ClientCertificate495
            : ((why | whyNot) & Reasons.Unauthenticated) != 0 ? (!(_isMcpOn && IsMcpServer) && request.PrefersHtml() ? Outcome.Login : Outcome.Unauthorized401)
            : denied ? refused
            : allowed ? Outcome.Through
            : (why & Reasons.Certificate) != 0 ? Outcome.ClientCertificate495
            : refused;

        // Whoever is refused gets an answer here all the same, with status 200; kubectl does not (P:authorize/check_response.go, deniedResponse).
        return outcome != Outcome.Through && request.UnescapedPath == "/robots.txt" && request.Header("User-Agent")?.Contains("kubernetes/") != true ? Outcome.OwnAnswer : outcome;
    }

    private IEnumerable<MappingEntry> Users() => Both("allowed_users");

    private IEnumerable<MappingEntry> Lists() => Users().Concat(Both("allowed_domains"));

    // The lists of the policies below it count as its own.
    private IEnumerable<MappingEntry> Both(string name) =>
        new[] { _route.Find(name) }.Concat(SubPolicies(_route).Select(policy => policy.Find(name))).OfType<MappingEntry>();

    private static IEnumerable<MappingNode> SubPolicies(PomeriumRoute route) =>
        route.Find("sub_policies") is { } policies ? ListShape.Items(policies.Value).OfType<MappingNode>() : [];

    private static bool HasItems(MappingEntry? entry) => entry is not null && ListShape.HasItems(entry.Value);
}
