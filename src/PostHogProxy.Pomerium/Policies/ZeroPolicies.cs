using PostHogProxy.Pomerium.Reading;
using PostHogProxy.Pomerium.Yaml;

namespace PostHogProxy.Pomerium.Policies;

/// <summary>The policies that apply to a route of Zero: those it names, and those that are enforced on every route.</summary>
internal static class ZeroPolicies
{
    /// <summary>Adds them; true where the route names one that the file does not have.</summary>
    public static bool AddTo(List<PolicyLanguage> languages, PomeriumConfiguration configuration, PomeriumRoute route)
    {
        var named = new HashSet<string>(
            ((route.Node.Find("policyIds") ?? route.Node.Find("policies"))?.Value as SequenceNode)?.Items.OfType<ScalarNode>().Select(id => id.Value) ?? [],
            StringComparer.Ordinal);
        var missing = named.Count;
        foreach (var policy in configuration.ZeroPolicies)
        {
            var isNamed = (policy.Id is { } id && named.Contains(id)) || (policy.Name is { } name && named.Contains(name));
            missing -= isNamed ? 1 : 0;
            if ((isNamed || policy.IsEnforced) && Read(policy) is { } language)
            {
                languages.Add(language);
            }
        }

        return missing > 0;
    }

    /// <summary>
    /// The policy in its language; null where it has none. A text that holds YAML or JSON is read as such; what is wrong in it is told at
    /// the text, because a place inside a text with escapes is no place in the file.
    /// </summary>
    public static PolicyLanguage? Read(ZeroPolicy policy)
    {
        if (policy.Language is not { } entry)
        {
            return null;
        }

        if (entry.Scalar is not { } text)
        {
            return PolicyLanguage.Read(entry.Value, isZero: true);
        }

        var inner = NodeReader.Read(text.Value, [], CancellationToken.None);
        return inner is null ? PolicyLanguage.Read(text, isZero: true) : PolicyLanguage.Read(inner, isZero: true).At(text.Range);
    }
}
