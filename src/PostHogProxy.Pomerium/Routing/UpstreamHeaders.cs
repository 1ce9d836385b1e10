using PostHogProxy.Pomerium.Policies;
using PostHogProxy.Pomerium.Reading;
using PostHogProxy.Pomerium.Values;
using PostHogProxy.Pomerium.Yaml;

namespace PostHogProxy.Pomerium.Routing;

/// <summary>What happens to request headers on the way to the upstream.</summary>
/// <param name="Removed">Of the request's headers, those that do not go on, and those a client could send to pose as somebody.</param>
/// <param name="Kept">Of the request's headers, those that go on.</param>
/// <param name="Set">What the route or Pomerium writes, with the value; an address that nobody knows is in angle brackets.</param>
internal sealed record UpstreamHeaders(
    IReadOnlyList<string> Removed, IReadOnlyList<string> Kept, IReadOnlyList<KeyValuePair<string, string>> Set)
{
    private const string Assertion = "X-Pomerium-Jwt-Assertion";
    private const string ForwardedFor = "X-Forwarded-For";
    private const string ForwardedHost = "X-Forwarded-Host";

    /// <summary>What is asked about where the request names no headers: what most often leaks.</summary>
    private static readonly KeyValuePair<string, string>[] Usual = [new("Cookie", "a=b"), new("Authorization", "Bearer x")];

    public static UpstreamHeaders Of(PomeriumConfiguration configuration, PomeriumRoute route, AnonymousRequest request, string requestHost)
    {
        var set = route.Entries("set_request_headers").Where(entry => entry.Scalar is not null)
            .Select(entry => new KeyValuePair<string, string>(entry.Name, ScalarValue.Text(entry.Scalar!) ?? "")).ToList();
        var names = new HashSet<string>(set.Select(header => header.Key), StringComparer.OrdinalIgnoreCase);

        // set_request_headers wins over remove_request_headers.
        var removed = new HashSet<string>(
            route.Scalars("remove_request_headers").Select(name => name.Value).Where(name => name.Length > 0 && !names.Contains(name)),
            StringComparer.OrdinalIgnoreCase);
        if (!PassesIdentity(configuration, route))
        {
            removed.Add(Assertion);
            removed.UnionWith(ClaimHeaders(configuration));
        }

        removed.Add("X-Pomerium-Authorization");
        var headers = request.Headers.Count > 0 ? request.Headers : Usual;
        var kept = headers.Where(header => !removed.Contains(header.Key) && !names.Contains(header.Key) && !IsPomeriums(configuration, header))
            .Select(header => header.Key).ToList();
        if (configuration.GlobalFlag("skip_xff_append") != true && !removed.Contains(ForwardedFor) && !names.Contains(ForwardedFor))
        {
            set.Add(new(ForwardedFor, "<the visitor's address>"));
        }

        if (!KeepsHost(route) && !removed.Contains(ForwardedHost) && !names.Contains(ForwardedHost))
        {
            set.Add(new(ForwardedHost, requestHost));
        }

        var gone = headers.Where(header => IsPomeriums(configuration, header)).Select(header => header.Key);
        return new([.. removed.Concat(gone).Distinct(StringComparer.OrdinalIgnoreCase)], kept, set);
    }

    /// <summary>Whether X-Pomerium-Jwt-Assertion and the claim headers go on: the route's own word, else the file's, else no.</summary>
    public static bool PassesIdentity(PomeriumConfiguration configuration, PomeriumRoute route) =>
        route.Flag("pass_identity_headers") ?? configuration.GlobalFlag("pass_identity_headers") ?? false;

    private static bool KeepsHost(PomeriumRoute route) =>
        route.IsSet("preserve_host_header")
        && route.Text("host_rewrite") is null && route.Text("host_rewrite_header") is null && route.Text("host_path_regex_rewrite_pattern") is null;

    private static IEnumerable<string> ClaimHeaders(PomeriumConfiguration configuration) => configuration.Root.Find("jwt_claims_headers")?.Value switch
    {
        MappingNode mapping => mapping.Entries.Select(entry => entry.Name),
        SequenceNode list => list.Items.OfType<ScalarNode>().Select(claim => ClaimHeader(claim.Value)),
        ScalarNode { IsNull: false } text => text.Value.Split([',', ' ', '\t', '\r', '\n'], StringSplitOptions.RemoveEmptyEntries).Select(ClaimHeader),
        _ => [],
    };

    private static string ClaimHeader(string claim) => "x-pomerium-claim-" + claim;

    // Pomerium takes its own session out: of the cookies only the one of its name.
    private static bool IsPomeriums(PomeriumConfiguration configuration, KeyValuePair<string, string> header)
    {
        if (header.Key.Equals("Authorization", StringComparison.OrdinalIgnoreCase))
        {
            return header.Value.StartsWith("Pomerium ", StringComparison.Ordinal);
        }

        var name = (configuration.GlobalText("cookie_name") ?? "_pomerium") + "=";
        return header.Key.Equals("Cookie", StringComparison.OrdinalIgnoreCase)
            && header.Value.Split(';').All(cookie => cookie.Trim().StartsWith(name, StringComparison.Ordinal));
    }
}
