using PostHogProxy.Pomerium.Values;
using PostHogProxy.Pomerium.Yaml;

namespace PostHogProxy.Pomerium.Policies;

/// <summary>What one criterion says about an anonymous request (P:pkg/policy/criteria).</summary>
internal static class CriterionVerdict
{
    private static readonly Verdicts Unauthenticated = Verdicts.Of(false, Reasons.Unauthenticated);

    /// <param name="criterion">One that Pomerium can compile.</param>
    /// <param name="request">The request.</param>
    /// <param name="wantsCertificate">Whether a certificate authority is set for the route, so that no certificate is an invalid one.</param>
    public static Verdicts Of(Criterion criterion, AnonymousRequest request, bool wantsCertificate)
    {
        switch (criterion.Name)
        {
            case "accept":
                return Verdicts.Of(true);
            case "reject":
            case "client_certificate":

            // A visitor of a website has no SSH key and calls no tool.
            case "ssh_publickey":
            case "ssh_ca":
            case "mcp_tool":
                return Verdicts.Of(false);

            case "source_ip" when criterion.Data is SequenceNode { Items.Count: 0 }:
                return Verdicts.Of(false);

            // The user name of SSH is the empty text, and so is what stands before the @ of nobody's address.
            case "ssh_username":
                return Text(criterion.Data, "");
            case "ssh_username_matches_email":
                return Verdicts.Of(true);
            case "cors_preflight":
                return Verdicts.Of(request.IsPreflight);
            case "http_method":
                return Text(criterion.Data, request.Method);
            case "http_path":
                return Text(criterion.Data, request.UnescapedPath);
            case "invalid_client_certificate":
                return wantsCertificate ? Verdicts.Of(true, Reasons.Certificate) : Verdicts.Of(false);
            case "email":
                // Nobody's address is the empty text, so 'not' and 'not_in' are satisfied.
                return Text(criterion.Data, "") == Verdicts.Of(true) ? Verdicts.Of(true) : Unauthenticated;
            case "claim":
                return ExcludesOnly(criterion.Data) ? Verdicts.Of(true) : Unauthenticated;
            case "device":
                return IsAnyDevice(criterion.Data) ? Verdicts.Of(true) : Unauthenticated;
            case "authenticated_user" or "domain" or "groups" or "user" or "ssh_username_matches_claim":
                return Unauthenticated;
            default:
                // source_ip, and the hours and days of Zero.
                return Verdicts.Unknown;
        }
    }

    // All matchers of one criterion must be satisfied; none is satisfied by itself.
    private static Verdicts Text(ConfigurationNode data, string value)
    {
        if (data is not MappingNode matchers)
        {
            return Verdicts.Of(data is ScalarNode { IsNull: false } scalar && scalar.Value == value);
        }

        return Verdicts.Of(matchers.Entries.All(matcher => Satisfies(matcher, value)));
    }

    private static bool Satisfies(MappingEntry matcher, string value)
    {
        var text = matcher.Scalar is { IsNull: false } scalar ? scalar.Value : null;
        return matcher.Name.ToLowerInvariant() switch
        {
            "is" => value == text,
            "not" => value != text,
            "contains" => text is not null && value.Contains(text),
            "starts_with" => text is not null && value.StartsWith(text, StringComparison.Ordinal),
            "ends_with" => text is not null && value.EndsWith(text, StringComparison.Ordinal),
            "in" => Lists(matcher, value),
            _ => !Lists(matcher, value),
        };
    }

    private static bool Lists(MappingEntry matcher, string value) =>
        matcher.Value is SequenceNode list && list.Items.OfType<ScalarNode>().Any(item => item.Value == value);

    // Without a session there are no claims: nothing is 'has' or 'is', everything is 'exclude'.
    private static bool ExcludesOnly(ConfigurationNode data) =>
        data is MappingNode matchers && matchers.Entries.All(matcher => matcher.Name.Equals("exclude", StringComparison.OrdinalIgnoreCase));

    // A device nobody enrolled is not approved, and has neither a name nor a type.
    private static bool IsAnyDevice(ConfigurationNode data) =>
        data is MappingNode fields
        && fields.Entries.All(field => field.Name.Equals("approved", StringComparison.OrdinalIgnoreCase))
        && (fields.Find("approved") is not { } approved || (approved.Scalar is { } scalar && IsFalsy(GoScalar.Of(scalar))));

    // As JavaScript has it (P:pkg/policy/parser/json.go, Falsy): a text is, only where it is empty.
    private static bool IsFalsy(GoScalar scalar) => scalar.Kind switch
    {
        GoKind.Text => scalar.Text.Length == 0,
        GoKind.Time => false,
        _ => scalar.Number == 0 || double.IsNaN(scalar.Number),
    };
}
