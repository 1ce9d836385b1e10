using PostHogProxy.Pomerium.Yaml;
using PostHogProxy.Rules.Findings;

namespace PostHogProxy.Pomerium.Policies;

/// <summary>One term of a policy.</summary>
/// <param name="Name">Before the slash, in lower case: viper lowers every key.</param>
/// <param name="SubPath">After the slash: the claim's name.</param>
/// <param name="Entry">The key and its data, where they are written.</param>
internal sealed record Criterion(string Name, string SubPath, MappingEntry Entry)
{
    public ConfigurationNode Data => Entry.Value;

    /// <summary>Where it is told; not where it is written if that is inside another text.</summary>
    public TextRange Place { get; init; } = Entry.Range;

    /// <summary>The place of its data.</summary>
    public TextRange DataPlace => Place == Entry.Range ? Data.Range : Place;

    public bool IsIdentity => KnownCriteria.Identity.Contains(Name);
}

/// <summary>How the terms of one list are joined.</summary>
internal enum Operator
{
    And,
    Or,

    /// <summary>None of them is true.</summary>
    Not,

    /// <summary>At least one of them is false.</summary>
    Nor,
}

/// <summary>One list of terms under one operator. The lists of all allow rules are OR-ed, those of all deny rules too.</summary>
internal sealed record Clause(bool IsDeny, Operator Operator, IReadOnlyList<Criterion> Criteria, TextRange Range);

/// <summary>Why Pomerium does not take a policy.</summary>
/// <param name="Rule">The rule that tells it.</param>
/// <param name="Range">Where.</param>
/// <param name="Message">What is wrong.</param>
/// <param name="Fix">What to do.</param>
/// <param name="Replacement">What to write at <paramref name="Range"/>, where that is known.</param>
internal sealed record PolicyProblem(FindingRule Rule, TextRange Range, string Message, string Fix, string? Replacement = null);

/// <summary>Reads Pomerium's policy language (P:pkg/policy/parser/grammar.go) and tells what of it would be refused.</summary>
internal sealed class PolicyLanguage
{
    private const string Shape = "Write policy: [{allow: {or: [{accept: true}]}}], a list of actions with lists of criteria below and, or, not or nor.";

    private readonly bool _isZero;
    private readonly List<Clause> _clauses = [];
    private readonly List<PolicyProblem> _problems = [];

    private PolicyLanguage(bool isZero)
    {
        _isZero = isZero;
    }

    public IReadOnlyList<Clause> Clauses => _clauses;

    public IReadOnlyList<PolicyProblem> Problems => _problems;

    public static PolicyLanguage Read(ConfigurationNode node, bool isZero)
    {
        var language = new PolicyLanguage(isZero);
        var rules = node is SequenceNode list ? list.Items : [node];
        foreach (var rule in rules)
        {
            language.ReadRule(rule);
        }

        return language;
    }

    /// <summary>The same, with everything that is wrong told at one place.</summary>
    public PolicyLanguage At(TextRange place)
    {
        var moved = new PolicyLanguage(_isZero);
        moved._clauses.AddRange(_clauses.Select(clause => clause with
        {
            Range = place,
            Criteria = [.. clause.Criteria.Select(criterion => criterion with { Place = place })],
        }));
        moved._problems.AddRange(_problems.Select(problem => problem with { Range = place, Replacement = null }));
        return moved;
    }

    private void ReadRule(ConfigurationNode node)
    {
        if (node is not MappingNode rule)
        {
            Refuse(node.Range, "A policy is a mapping of actions, or a list of them.");
            return;
        }

        foreach (var entry in rule.Entries)
        {
            var action = entry.Name.ToLowerInvariant();
            if (action is not ("allow" or "deny"))
            {
                var meant = Spelling.Closest(action, ["allow", "deny"]);
                Refuse(entry.Key.Range, $"'{entry.Name}' isn't an action. A policy has allow and deny.", meant);
            }
            else if (entry.Value is MappingNode body)
            {
                ReadBody(body, action == "deny");
            }
            else
            {
                Refuse(entry.Range, $"'{entry.Name}' needs and, or, not or nor with a list of criteria.");
            }
        }
    }

    private void ReadBody(MappingNode body, bool isDeny)
    {
        foreach (var entry in body.Entries)
        {
            var name = entry.Name.ToLowerInvariant();
            if (name == "action")
            {
                continue;
            }

            Operator? found = name switch { "and" => Operator.And, "or" => Operator.Or, "not" => Operator.Not, "nor" => Operator.Nor, _ => null };
            if (found is not { } joined)
            {
                Refuse(entry.Key.Range, $"'{entry.Name}' isn't an operator. The operators are and, or, not and nor.", Spelling.Closest(name, ["and", "or", "not", "nor"]));
            }
            else if (entry.Value is SequenceNode list)
            {
                _clauses.Add(new Clause(isDeny, joined, ReadCriteria(list), entry.Range));
            }
            else
            {
                Refuse(entry.Range, $"'{entry.Name}' must be a list of criteria.");
            }
        }
    }

    private List<Criterion> ReadCriteria(SequenceNode list)
    {
        var criteria = new List<Criterion>(list.Items.Count);
        foreach (var item in list.Items)
        {
            if (item is not MappingNode { Entries.Count: 1 } mapping)
            {
                Refuse(
                    item.Range.Length > 0 ? item.Range : list.Range,
                    item is MappingNode ? "A criterion has exactly one key. Begin each with a dash of its own." : "A criterion is a key with a value, such as accept: true.");
                continue;
            }

            var entry = mapping.Entries[0];
            var slash = entry.Name.IndexOf('/');
            var name = (slash < 0 ? entry.Name : entry.Name.Substring(0, slash)).ToLowerInvariant();
            var criterion = new Criterion(name, slash < 0 ? "" : entry.Name.Substring(slash + 1), entry);
            criteria.Add(criterion);
            if (CriterionShape.Problem(criterion, _isZero) is { } problem)
            {
                _problems.Add(problem);
            }
        }

        return criteria;
    }

    private void Refuse(TextRange range, string message, string? replacement = null) => _problems.Add(new PolicyProblem(
        PomeriumFindingRules.PolicyShape,
        range,
        message + " Pomerium does not load the file.",
        replacement is null ? Shape : $"Did you mean '{replacement}'?",
        replacement));
}
