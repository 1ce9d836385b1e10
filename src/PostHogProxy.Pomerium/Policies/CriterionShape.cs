using PostHogProxy.Pomerium.Values;
using PostHogProxy.Pomerium.Yaml;
using PostHogProxy.Rules.Findings;

namespace PostHogProxy.Pomerium.Policies;

/// <summary>Whether Pomerium can compile one criterion. If it cannot, it does not start; on a reload it keeps the old policies of all routes.</summary>
internal static class CriterionShape
{
    private const string Consequence = "Pomerium does not start with it. On a reload, it keeps the old policies of all routes, and new routes answer 404.";

    public static PolicyProblem? Problem(Criterion criterion, bool isZero)
    {
        if (!KnownCriteria.TryGet(criterion.Name, isZero, out var kind))
        {
            return Unknown(criterion);
        }

        return kind switch
        {
            MatcherKind.Text => Matchers(criterion.Name, criterion.Data, KnownCriteria.TextMatchers),
            MatcherKind.List => Matchers(criterion.Name, criterion.Data, KnownCriteria.ListMatchers),
            MatcherKind.Certificate => Fields(criterion, KnownCriteria.CertificateMatchers) ?? Certificate((MappingNode)criterion.Data),
            MatcherKind.Device => Fields(criterion, KnownCriteria.DeviceMatchers) ?? Device((MappingNode)criterion.Data),
            MatcherKind.Addresses => Values(criterion.Entry, CriterionData.Address),
            MatcherKind.SshKeys => Values(criterion.Entry, CriterionData.SshKey),
            MatcherKind.OneText => IsText(criterion.Data) ? null : OneText(criterion.Entry),
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
                "Pomerium's policies have no criterion 'public', although PostHog's guide uses it.",
                "Write accept: true, or allow_public_unauthenticated_access: true in the route instead of the policy.",
                key.IsPlain ? "accept: true" : "\"accept\": true");
        }

        if (criterion.Name == KnownCriteria.EnterpriseOnly || KnownCriteria.ZeroOnly.Contains(criterion.Name))
        {
            var who = criterion.Name == KnownCriteria.EnterpriseOnly ? "Pomerium Enterprise" : "Pomerium Zero or Enterprise";
            return Say(key.Range, $"Only {who} knows the criterion '{criterion.Name}'.", "Remove it.");
        }

        var meant = Spelling.Closest(criterion.Name, KnownCriteria.CoreNames);
        return Say(
            key.Range,
            $"Pomerium's policies have no criterion '{criterion.Name}'.",
            meant is null ? "To allow everybody, write accept: true." : $"Did you mean '{meant}'?",
            meant is null ? null : Quoted(meant + (criterion.SubPath.Length > 0 ? "/" + criterion.SubPath : ""), key));
    }

    private static PolicyProblem? Matchers(string criterion, ConfigurationNode data, IReadOnlyList<string> known)
    {
        if (data is not MappingNode matchers)
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
                    $"'{criterion}' has no matcher '{matcher.Name}'. It has {string.Join(", ", known)}.",
                    meant is null ? "Use one of these." : $"Did you mean '{meant}'?",
                    meant is null ? null : Quoted(meant, matcher.Key));
            }

            if (name is "in" or "not_in" && matcher.Value is not SequenceNode)
            {
                return Refuse(Place(matcher), $"'{matcher.Name}' must be a list of texts.", "Write the texts in brackets.");
            }

            // Rego's functions of that name refuse anything else when the policy is compiled.
            if (name is "contains" or "starts_with" or "ends_with" && !IsText(matcher.Value))
            {
                return OneText(matcher);
            }
        }

        return null;
    }

    private static PolicyProblem? Fields(Criterion criterion, IReadOnlyList<string> known)
    {
        if (criterion.Data is not MappingNode fields)
        {
            return Refuse(criterion.Entry.Range, $"'{criterion.Name}' must be a mapping with {string.Join(", ", known)}.", "Write one of these below it.");
        }

        var wrong = fields.Entries.FirstOrDefault(field => !known.Contains(field.Name.ToLowerInvariant()));
        return wrong is null
            ? null
            : Refuse(wrong.Key.Range, $"'{criterion.Name}' has no field '{wrong.Name}'. It has {string.Join(", ", known)}.", "Use one of these.");
    }

    private static PolicyProblem? Certificate(MappingNode fields)
    {
        foreach (var field in fields.Entries)
        {
            var problem = field.Name.ToLowerInvariant() switch
            {
                "fingerprint" => Values(field, CriterionData.Fingerprint),
                "spki_hash" => Values(field, CriterionData.Hash),
                _ => Matchers(field.Name, field.Value, KnownCriteria.TextMatchers),
            };
            if (problem is not null)
            {
                return problem;
            }
        }

        return null;
    }

    private static PolicyProblem? Device(MappingNode fields)
    {
        var wrong = fields.Entries.FirstOrDefault(field => !field.Name.Equals("approved", StringComparison.OrdinalIgnoreCase) && !IsText(field.Value));
        return wrong is null ? null : OneText(wrong);
    }

    // One text or a list of them, each of which the criterion looks at.
    private static PolicyProblem? Values(MappingEntry entry, Func<string, string?> problem)
    {
        if (entry.Value is not SequenceNode && !IsText(entry.Value))
        {
            return Refuse(Place(entry), $"'{entry.Name}' must be a text or a list of texts.", "Write the text right after the key.");
        }

        foreach (var item in entry.Value is SequenceNode list ? list.Items : [entry.Value])
        {
            if (!IsText(item))
            {
                return Refuse(item.Range.Length > 0 ? item.Range : Place(entry), $"'{entry.Name}' must be a text or a list of texts.", "Write the value in quotes.");
            }

            if (problem(((ScalarNode)item).Value) is { } wrong)
            {
                return Refuse(item.Range.Length > 0 ? item.Range : Place(entry), wrong, "Correct it.");
            }
        }

        return null;
    }

    private static PolicyProblem OneText(MappingEntry entry) => Refuse(Place(entry), $"'{entry.Name}' must be one text.", "Write the text right after the key, in quotes.");

    // On its way through JSON a date becomes a text; a number and a boolean do not.
    private static bool IsText(ConfigurationNode node) => node is ScalarNode scalar && GoScalar.Of(scalar).Kind is GoKind.Text or GoKind.Time;

    private static TextRange Place(MappingEntry entry) => entry.Value.Range.Length > 0 ? entry.Value.Range : entry.Key.Range;

    private static PolicyProblem Refuse(TextRange range, string message, string fix, string? replacement = null) =>
        new(PomeriumFindingRules.PolicyShape, range, $"{message} {Consequence}", fix, replacement);

    private static string Quoted(string name, ScalarNode written) => written.IsPlain ? name : $"\"{name}\"";
}
