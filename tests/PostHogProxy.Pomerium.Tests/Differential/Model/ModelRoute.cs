using System.Globalization;

namespace PostHogProxy.Pomerium.Tests.Differential.Model;

/// <summary>One route, decoded and validated as P:config/policy.go does.</summary>
internal sealed class ModelRoute
{
    private readonly MapNode _node;

    public ModelRoute(Node node, string list, int index)
    {
        // A null is a route without anything, whose from is empty.
        _node = node switch
        {
            NullNode => MapNode.Of(),
            MapNode map => map,
            _ => throw new NotTakenException("cannot convert nested map: all keys must be strings"),
        };
        Index = index;
        RouteKeys.Check(_node);
        foreach (var (key, value) in _node.Entries)
        {
            // P:config/options_check.go: fatal below routes, unknown below policy.
            if (list == "routes" && key.ToLowerInvariant() is "allowed_groups" or "set_authorization_header")
            {
                throw new NotTakenException($"{key} was removed");
            }

            if (key.Equals("to", StringComparison.OrdinalIgnoreCase))
            {
                To = [.. ModelTarget.ParseAll(value)];
                if (To.Count == 0 || (To.Any(target => target.Weight == 0) && To.Any(target => target.Weight > 0)))
                {
                    throw new NotTakenException("the URL list is empty, or some have weights and some have none");
                }
            }
        }

        From = Text("from");
        Url = GoUrl.Parse(From);
        Policy = ModelPolicy.Parse(_node.Find("policy"));
        var tunnel = Weak.Struct(_node.Find("upstream_tunnel"));
        TunnelPolicy = ModelPolicy.Parse(tunnel?.Find("ssh_policy"));
        Mcp = Weak.Struct(_node.Find("mcp"));
        IsMcpServer = Weak.Struct(Mcp?.Find("server")) is not null;
        SubPolicies = [.. Weak.Structs(_node.Find("sub_policies")).OfType<MapNode>()];
        foreach (var part in SubPolicies)
        {
            _ = (Weak.Text(part.Find("id")), Weak.Text(part.Find("name")), Weak.Texts(part.Find("rego")), Weak.Text(part.Find("source_ppl")));
        }

        Claims = Parts.Sum(part => ModelClaims.Count(part.Find("allowed_idp_claims")));
        Domains = Parts.Sum(part => Weak.Texts(part.Find("allowed_domains"))?.Count ?? 0);
        Users = [.. Parts.SelectMany(part => Weak.Texts(part.Find("allowed_users")) ?? [])];
        Validate();
    }

    public int Index { get; }

    public string From { get; }

    public GoUrl Url { get; }

    public IReadOnlyList<ModelTarget> To { get; } = [];

    public ModelPolicy? Policy { get; }

    public ModelPolicy? TunnelPolicy { get; }

    /// <summary>How many values of claims are allowed, the parts' included.</summary>
    public int Claims { get; }

    /// <summary>How many domains are allowed, the parts' included.</summary>
    public int Domains { get; }

    /// <summary>The users that are allowed, the parts' included.</summary>
    public IReadOnlyList<string> Users { get; }

    public bool IsMcpServer { get; }

    public bool IsRedirect => Weak.Struct(_node.Find("redirect")) is not null;

    public bool IsResponse => Weak.Struct(_node.Find("response")) is not null;

    public bool IsConnect => From.StartsWith("tcp", StringComparison.Ordinal) || From.StartsWith("udp", StringComparison.Ordinal);

    public bool IsSsh => From.StartsWith("ssh://", StringComparison.Ordinal);

    private MapNode? Mcp { get; }

    private IReadOnlyList<MapNode> SubPolicies { get; }

    private IEnumerable<MapNode> Parts => SubPolicies.Prepend(_node);

    public string Text(string key) => Weak.Text(_node.Find(key));

    public bool Flag(string key) => OptionalFlag(key) ?? false;

    public bool? OptionalFlag(string key) => Weak.Flag(_node.Find(key));

    public IReadOnlyList<string>? Texts(string key) => Weak.Texts(_node.Find(key));

    public IReadOnlyDictionary<string, string> Map(string key) => Weak.TextMap(_node.Find(key)) ?? new Dictionary<string, string>();

    public string? BearerTokenFormat => RouteKeys.BearerTokenFormat(_node.Find("bearer_token_format"));

    /// <summary>generateRouteID: everything but name and policy.</summary>
    public string Id => string.Join(
        "\n",
        From,
        Text("prefix"),
        Text("path"),
        Text("regex"),
        To.Count > 0 ? string.Join("\n", To.Select(to => to.Identity)) : string.Create(CultureInfo.InvariantCulture, $"{_node.Find("redirect")} {Weak.Text(Weak.Struct(_node.Find("response"))?.Find("body"))} {Weak.Whole(Weak.Struct(_node.Find("response"))?.Find("status"))}"));

    private void Validate()
    {
        if (Url.Scheme is "http" or "https" && Url.Path is not ("" or "/"))
        {
            throw new NotTakenException("the from has a path");
        }

        if (To.Count == 0 && !IsRedirect && !IsResponse)
        {
            throw new NotTakenException("none of to, redirect and response");
        }

        var schemes = To.Select(to => to.Url.Scheme).Distinct().ToList();
        if (schemes.Count > 1 && schemes.Any(scheme => scheme is "tcp" or "udp" or "unix" or "https+unix"))
        {
            throw new NotTakenException("mixed schemes");
        }

        var lists = Texts("allowed_domains") is not null || Texts("allowed_users") is not null;
        if ((Flag("allow_public_unauthenticated_access") && (lists || Flag("allow_any_authenticated_user"))) || (Flag("allow_any_authenticated_user") && lists))
        {
            throw new NotTakenException("whitelists");
        }

        if (Text("tls_client_cert").Length > 0 || Text("tls_client_key").Length > 0)
        {
            throw new NotTakenException("client certificate key and cert both, in base64");
        }

        if (!Base64(Text("tls_custom_ca")) || !Base64(Text("tls_downstream_client_ca")))
        {
            throw new NotTakenException("no base64");
        }

        if (Text("kubernetes_service_account_token").Length > 0 && Text("kubernetes_service_account_token_file").Length > 0)
        {
            throw new NotTakenException("two Kubernetes tokens");
        }

        if (Text("prefix_rewrite").Length > 0 && Text("regex_rewrite_pattern").Length > 0)
        {
            throw new NotTakenException("two rewrites");
        }

        DependsOn();
        McpServer();
    }

    private void DependsOn()
    {
        var hosts = Texts("depends_on") ?? [];
        if (hosts.Count > 5)
        {
            throw new NotTakenException("depends_on is limited to 5");
        }

        // url.Parse alone: a scheme and a host are asked for by hand.
        foreach (var host in hosts.Where(host => host.Contains('/', StringComparison.Ordinal)))
        {
            if (GoUrl.Parse(host).Host.Length == 0)
            {
                throw new NotTakenException("unsupported depends_on value");
            }
        }
    }

    private void McpServer()
    {
        if (Mcp is null)
        {
            return;
        }

        if (!IsMcpServer && Weak.Struct(Mcp.Find("client")) is null)
        {
            throw new NotTakenException("mcp must have either server or client set");
        }

        var server = Weak.Struct(Mcp.Find("server"));
        _ = (Weak.Whole(server?.Find("max_request_bytes")), Weak.Text(server?.Find("path")));
        var oauth = Weak.Struct(server?.Find("upstream_oauth2"));
        _ = (Weak.Text(oauth?.Find("client_id")), Weak.Texts(oauth?.Find("scopes")), Weak.TextMap(oauth?.Find("authorization_url_params")));
        var endpoint = Weak.Struct(oauth?.Find("endpoint"));
        _ = (Weak.Text(endpoint?.Find("auth_url")), Weak.Enum(endpoint?.Find("auth_style"), "OAUTH2_AUTH_STYLE_", "UNSPECIFIED", "IN_PARAMS", "IN_HEADER"));
        if (Weak.Text(server?.Find("authorization_server_url")) is { Length: > 0 } issuer && GoUrl.Parse(issuer).Scheme != "https")
        {
            throw new NotTakenException("mcp authorization_server_url must be https");
        }
    }

    public static bool Base64(string text)
    {
        var buffer = new byte[text.Length + 3];
        return Convert.TryFromBase64String(text, buffer, out _) && !text.Contains(' ', StringComparison.Ordinal);
    }
}
