using PostHogProxy.Pomerium.Reading;
using PostHogProxy.Rules.Findings;

namespace PostHogProxy.Pomerium.Policies;

/// <summary>Whether Pomerium can compile one criterion. If it cannot, it does not start; on a reload it keeps the old policies of all routes.</summary>
internal static class CriterionShape
{
    private const string Consequence = "Pomerium does not start with it; on a reload it keeps the old policies of all routes, and new routes answer 404.";

    public static PolicyProblem? Problem(Criterion criterion, bool isZero)
    {
        if (!KnownCriteria.TryGet(criterion.Name, isZero, out var kind))
        {
            return Unknown(criterion);
        }

        return kind switch
        {
            MatcherKind.Text => Matchers(criterion, KnownCriteria.TextMatchers),
            MatcherKind.List => Matchers(criterion, KnownCriteria.ListMatchers),
            MatcherKind.Certificate => Fields(criterion, KnownCriteria.CertificateMatchers),
            MatcherKind.Device => Fields(criterion, KnownCriteria.DeviceMatchers),
            _ => null,
        };
    }

    private static PolicyProblem Unknown(Criterion criterion)
    {
        var key = criterion.Entry.Key;
        PolicyProblem Say(TextRange range, string message, string fix, string? replacement = null) =>
            new(PomeriumFindingRules.UnknownCriterion, range, $"{message} {Consequence}", fix, replacement);

        if (criterion.Name == "public" && criterion.Data is ScalarNode value && ScalarValue.Flag(value) == true)
        {
            return Say(
                criterion.Entry.Range,
                "'public' is no criterion of Pomerium's policies, though PostHog's guide has it.",
                "Write accept: true, or allow_public_unauthenticated_access: true in the route in place of the policy.",
                key.IsPlain ? "accept: true" : "\"accept\": true");
        }

        if (criterion.Name == KnownCriteria.EnterpriseOnly || KnownCriteria.ZeroOnly.Contains(criterion.Name))
        {
            var who = criterion.Name == KnownCriteria.EnterpriseOnly ? "Pomerium Enterprise" : "Pomerium Zero or Enterprise";
            return Say(key.Range, $"Only {who} knows the criterion '{criterion.Name}'.", "Leave it out.");
        }

        var meant = Spelling.Closest(criterion.Name, KnownCriteria.CoreNames);
        return Say(
            key.Range,
            $"'{criterion.Name}' is no criterion of Pomerium's policies.",
            meant is null ? "For everybody write accept: true." : $"Did you mean '{meant}'?",
            meant is null ? null : Quoted(meant + (criterion.SubPath.Length > 0 ? "/" + criterion.SubPath : ""), key));
    }

    private static PolicyProblem? Matchers(Criterion criterion, IReadOnlyList<string> known)
    {
        if (criterion.Data is not MappingNode matchers)
        {
            return null;
        }

        foreach (var matcher in matchers.Entries)
        {
            var name = matcher.Name.ToLowerInvariant();
            if (!known.Contains(name))
            {
                var meant = Spelling.Closest(name, known);
                return Refuse(
                    matcher.Key.Range,
                    $"'{matcher.Name}' is no matcher of '{criterion.Name}', which has {string.Join(", ", known)}.",
                    meant is null ? "Use one of these." : $"Did you mean '{meant}'?",
                    meant is null ? null : Quoted(meant, matcher.Key));
            }

            if (name is "in" or "not_in" && matcher.Value is not SequenceNode)
            {
                return Refuse(matcher.Value.Range, $"'{matcher.Name}' takes a list of texts.", "Write the texts in brackets.");
            }
        }

        return null;
    }

    private static PolicyProblem? Fields(Criterion criterion, IReadOnlyList<string> known)
    {
        if (criterion.Data is not MappingNode fields)
        {
            return Refuse(criterion.Entry.Range, $"'{criterion.Name}' takes a mapping with {string.Join(", ", known)}.", "Write one of these below it.");
        }

        var wrong = fields.Entries.FirstOrDefault(field => !known.Contains(field.Name.ToLowerInvariant()));
        return wrong is null
            ? null
            : Refuse(wrong.Key.Range, $"'{wrong.Name}' is no field of '{criterion.Name}', which has {string.Join(", ", known)}.", "Use one of these.");
    }

    private static PolicyProblem Refuse(TextRange range, string message, string fix, string? replacement = null) =>
        new(PomeriumFindingRules.PolicyShape, range, $"{message} {Consequence}", fix, replacement);

    private static string Quoted(string name, ScalarNode written) => written.IsPlain ? name : $"\"{name}\"";
}
