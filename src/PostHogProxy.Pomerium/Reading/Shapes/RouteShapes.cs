using PostHogProxy.Pomerium.Values;
using PostHogProxy.Pomerium.Yaml;

namespace PostHogProxy.Pomerium.Reading.Shapes;

/// <summary>The options of a route that have a form of their own (P:config/policy.go).</summary>
internal static class RouteShapes
{
    private const int MostDependencies = 5;

    private static readonly string[] RedirectCodes = ["301", "302", "303", "307", "308"];

    public static readonly Shape Redirect = new StructShape(
        KnownShapes.Fields(KnownShapes.Flag, "https_redirect strip_query")
            .Add(KnownShapes.Text, "scheme_redirect host_redirect path_redirect prefix_rewrite")
            .Add(KnownShapes.UInt32, "port_redirect")
            .Add(KnownShapes.Int32, "response_code"),
        RedirectCode);

    public static readonly Shape Response = new StructShape(KnownShapes.Fields(KnownShapes.Text, "body").Add(KnownShapes.Int64, "status"));

    public static readonly Shape RewriteHeaders = new ListShape(new StructShape(KnownShapes.Fields(KnownShapes.Text, "header prefix value")));

    public static readonly Shape SubPolicies = new ListShape(new StructShape(
        KnownShapes.Fields(KnownShapes.Text, "id name source_ppl explanation remediation")
            .Add(KnownShapes.Texts, "allowed_users allowed_domains rego")
            .Add(new MapShape(KnownShapes.Any), "allowed_idp_claims")));

    public static readonly Shape SessionRecording = new StructShape(KnownShapes.Fields(KnownShapes.Flag, "enabled"));

    public static readonly Shape UpstreamTunnel = new StructShape(KnownShapes.Fields(KnownShapes.Any, "ssh_policy").Add(KnownShapes.Texts, "ssh_policy_rego"));

    public static readonly Shape DependsOn = new ListShape(KnownShapes.Text, Dependencies);

    public static readonly Shape Mcp = new StructShape(
        new(StringComparer.OrdinalIgnoreCase)
        {
            ["client"] = new StructShape([]),
            ["server"] = new StructShape(
                KnownShapes.Fields(KnownShapes.Text, "path authorization_server_url")
                    .Add(KnownShapes.UInt32, "max_request_bytes")
                    .Add(
                        new StructShape(
                            KnownShapes.Fields(KnownShapes.Text, "client_id client_secret")
                                .Add(KnownShapes.Texts, "scopes")
                                .Add(KnownShapes.TextMap, "authorization_url_params")
                                .Add(new StructShape(KnownShapes.Fields(KnownShapes.Text, "auth_url token_url").Add(KnownShapes.AuthStyle, "auth_style")), "endpoint")),
                        "upstream_oauth2"),
                AuthorizationServer),
        },
        ServerOrClient);

    private static void RedirectCode(MappingNode redirect, ShapeProblems problems)
    {
        if (redirect.Find("response_code") is { Scalar: { } code } && GoScalar.Of(code) is { Kind: GoKind.Integer or GoKind.Float or GoKind.Flag } scalar
            && !RedirectCodes.Contains(Math.Truncate(scalar.Number).ToString(System.Globalization.CultureInfo.InvariantCulture)))
        {
            problems.Tell(code, $"'{code.Value}' isn't a redirect status code that Pomerium supports. The codes are {string.Join(", ", RedirectCodes)}", "Use one of these.");
        }
        else if (redirect.Find("response_code") is { Scalar: { } text } && GoScalar.Of(text) is { Kind: GoKind.Text, Text: var written }
            && (written.Length == 0 || (GoNumber.Integer(written) is { } number && !RedirectCodes.Contains(number.ToString(System.Globalization.CultureInfo.InvariantCulture)))))
        {
            problems.Tell(text, $"'{written}' isn't a redirect status code that Pomerium supports. The codes are {string.Join(", ", RedirectCodes)}", "Use one of these.");
        }
    }

    private static void Dependencies(IReadOnlyList<ConfigurationNode> items, ShapeProblems problems)
    {
        if (items.Count > MostDependencies)
        {
            problems.Tell(items[MostDependencies], $"'{problems.Key}' can have {MostDependencies} hosts at most", "Remove the others.");
        }

        foreach (var item in items.OfType<ScalarNode>())
        {
            if (ScalarValue.Text(item) is { } text && text.Contains('/') && !(PomeriumUrl.Parse(text, out _) is { Authority.Length: > 0 }))
            {
                problems.Tell(item, $"'{text}' in '{problems.Key}' is neither a host nor a URL", "Write the host.");
            }
        }
    }

    private static void ServerOrClient(MappingNode mcp, ShapeProblems problems)
    {
        if (mcp.Find("server") is null && mcp.Find("client") is null)
        {
            problems.Tell(mcp, "'mcp' has neither server nor client", "Write server: {} below mcp:, and its keys below server:.");
        }
    }

    private static void AuthorizationServer(MappingNode server, ShapeProblems problems)
    {
        if (server.Find("authorization_server_url")?.Scalar is not { } url || ScalarValue.Text(url) is not { Length: > 0 } text)
        {
            return;
        }

        if (PomeriumUrl.Parse(text, out var problem) is not { } parsed)
        {
            problems.Tell(url, $"The authorization_server_url '{text}' {problem}", "Write a URL such as https://idp.example.com.");
        }
        else if (parsed.Scheme != "https")
        {
            problems.Tell(url, $"The authorization_server_url '{text}' is not https", "Write https.");
        }
    }
}
