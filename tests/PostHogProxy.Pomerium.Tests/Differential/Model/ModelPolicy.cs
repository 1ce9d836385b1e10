namespace PostHogProxy.Pomerium.Tests.Differential.Model;

/// <summary>A policy in Pomerium's policy language, as P:pkg/policy/parser reads it.</summary>
internal sealed record ModelPolicy(IReadOnlyList<ModelRule> Rules)
{
    public static ModelPolicy? Parse(Node? node) => node switch
    {
        null or NullNode => null,
        MapNode map => new([.. RulesOf(map)]),
        ListNode list => new([.. list.Items.SelectMany(item => item is MapNode map ? RulesOf(map) : throw new NotTakenException("unsupported type for rules array"))]),
        _ => throw new NotTakenException("unsupported type for rule"),
    };

    private static IEnumerable<ModelRule> RulesOf(MapNode map)
    {
        foreach (var (key, value) in map.Entries)
        {
            var action = key.ToLowerInvariant();
            if (action is not ("allow" or "deny"))
            {
                throw new NotTakenException($"unsupported action {key}");
            }

            if (value is not MapNode body)
            {
                throw new NotTakenException("invalid value for action in rule");
            }

            if (body.Entries.FirstOrDefault(entry => entry.Key.ToLowerInvariant() is not ("and" or "or" or "not" or "nor" or "action")) is { Key: { } unknown })
            {
                throw new NotTakenException($"unsupported conditional {unknown}");
            }

            yield return new(
                action == "allow",
                Criteria(body.Find("and")),
                Criteria(body.Find("or")),
                Criteria(body.Find("not")),
                Criteria(body.Find("nor")));
        }
    }

    private static IReadOnlyList<ModelCriterion> Criteria(Node? node) => node switch
    {
        null => [],
        ListNode list => [.. list.Items.Select(Criterion)],
        _ => throw new NotTakenException("unsupported type for criteria"),
    };

    private static ModelCriterion Criterion(Node node)
    {
        if (node is not MapNode { Entries: [var (key, data)] })
        {
            throw new NotTakenException("each criteria may only contain a single key and value");
        }

        return new(key.ToLowerInvariant().Split('/')[0], data);
    }
}

/// <summary>What allows or denies: the four lists are or-ed.</summary>
internal sealed record ModelRule(
    bool IsAllow,
    IReadOnlyList<ModelCriterion> And,
    IReadOnlyList<ModelCriterion> Or,
    IReadOnlyList<ModelCriterion> Not,
    IReadOnlyList<ModelCriterion> Nor)
{
    public IEnumerable<ModelCriterion> All => [.. And, .. Or, .. Not, .. Nor];

    // P:pkg/policy/rules/rules.go: an or that is true has the reasons of its true terms, an and that is false those of its false ones.
    public IEnumerable<Judgment> Judge(ModelVisit visit)
    {
        if (And.Count > 0)
        {
            yield return Judgment.And(And.Select(criterion => criterion.Judge(visit)));
        }

        if (Or.Count > 0)
        {
            yield return Judgment.Or(Or.Select(criterion => criterion.Judge(visit)));
        }

        if (Not.Count > 0)
        {
            yield return Judgment.And(Not.Select(criterion => criterion.Judge(visit).Inverted));
        }

        if (Nor.Count > 0)
        {
            yield return Judgment.Or(Nor.Select(criterion => criterion.Judge(visit).Inverted));
        }
    }
}

/// <summary>What a criterion comes to, and the two reasons that decide more than the value does.</summary>
internal readonly record struct Judgment(bool Value, bool WantsUser, bool WantsCertificate)
{
    public static readonly Judgment True = new(true, false, false);
    public static readonly Judgment False = new(false, false, false);
    public static readonly Judgment NoUser = new(false, true, false);

    public Judgment Inverted => this with { Value = !Value };

    public static Judgment And(IEnumerable<Judgment> terms)
    {
        var all = terms.ToList();
        return Merge(all.All(term => term.Value), all);
    }

    public static Judgment Or(IEnumerable<Judgment> terms)
    {
        var all = terms.ToList();
        return Merge(all.Any(term => term.Value), all);
    }

    private static Judgment Merge(bool value, List<Judgment> terms)
    {
        var deciding = terms.Where(term => term.Value == value).ToList();
        return new(value, deciding.Any(term => term.WantsUser), deciding.Any(term => term.WantsCertificate));
    }
}

/// <summary>A request of somebody without a session as policies see it.</summary>
/// <param name="Method">The method.</param>
/// <param name="Path">The path, unescaped.</param>
/// <param name="IsPreflight">Whether it is a preflight.</param>
/// <param name="IsCertificateMissing">Whether a certificate is checked here; the visitor has none.</param>
/// <param name="NextAddress">Whether the visitor's address, which nobody knows, is in the next list of addresses.</param>
internal sealed record ModelVisit(string Method, string Path, bool IsPreflight, bool IsCertificateMissing, Func<bool> NextAddress);
