namespace PostHogProxy.Pomerium.Tests.Differential.Model;

/// <summary>A whole configuration as P:config/options.go loads it. What Pomerium does not take is a <see cref="NotTakenException"/>.</summary>
internal sealed class ModelFile
{
    private readonly Dictionary<string, Node> _globals = new(StringComparer.Ordinal);

    public ModelFile(MapNode root)
    {
        CheckKeys(root);
        foreach (var (key, value) in root.Entries)
        {
            // The lists of routes and the response headers are read again as they stand (parsePolicy, parseHeaders).
            var name = key.ToLowerInvariant();
            if ((name is "routes" or "policy" or "set_response_headers" ? value : Flattened(value)) is { } read and not NullNode)
            {
                _globals[name] = read;
                GlobalKeys.Check(name, read);
            }
        }

        Routes = [.. RoutesOf("policy", 0)];
        Routes = [.. Routes, .. RoutesOf("routes", Routes.Count)];
        IdentityProviders.Check(Global("identity_providers"), RouteKeys.BearerTokenFormat(Global("bearer_token_format")), Routes);
        CheckPolicies();
        CheckClusters();
        Hosts = new(this);
    }

    /// <summary>Those of the older list first.</summary>
    public IReadOnlyList<ModelRoute> Routes { get; }

    public VirtualHosts Hosts { get; }

    public Node? Global(string name) => _globals.GetValueOrDefault(name);

    public bool Flag(string name, bool otherwise = false) => Weak.Flag(Global(name)) ?? otherwise;

    public bool RuntimeFlag(string name) => Weak.Flag(new MapNode(Weak.Map(Global("runtime_flags"))).Find(name)) ?? true;

    /// <summary>P:authorize/authorize.go: whether every policy gets the rule that asks for a certificate.</summary>
    public bool AsksForCertificates => (HasCa || Routes.Any(route => route.Text("tls_downstream_client_ca").Length > 0))
        && GlobalKeys.Enforcement(Weak.Struct(Global("downstream_mtls"))?.Find("enforcement")) != "POLICY";

    public bool HasCa => Weak.Text(Weak.Struct(Global("downstream_mtls"))?.Find("ca")).Length > 0;

    public bool RejectsConnections => HasCa && GlobalKeys.Enforcement(Weak.Struct(Global("downstream_mtls"))?.Find("enforcement")) == "REJECT_CONNECTION";

    // go-yaml v3: a key that is there twice, "<<" among them.
    private static void CheckKeys(Node node)
    {
        if (node is MapNode map)
        {
            if (map.Entries.Select(entry => entry.Key).Distinct(StringComparer.Ordinal).Count() < map.Entries.Count)
            {
                throw new NotTakenException("mapping key already defined");
            }

            foreach (var (_, value) in map.Entries)
            {
                CheckKeys(value);
            }
        }
        else if (node is ListNode list)
        {
            foreach (var item in list.Items)
            {
                CheckKeys(item);
            }
        }
    }

    // viper's AllSettings: mappings are flattened to their leaves, so that neither a null nor an empty mapping comes through.
    private static Node? Flattened(Node node)
    {
        if (node is not MapNode map)
        {
            return node is NullNode ? null : node;
        }

        var entries = map.Entries.Select(entry => (entry.Key, Value: Flattened(entry.Value))).Where(entry => entry.Value is not null).ToList();
        return entries.Count == 0 ? null : MapNode.Of([.. entries.Select(entry => (entry.Key, entry.Value!))]);
    }

    private IEnumerable<ModelRoute> RoutesOf(string list, int first) => Global(list) switch
    {
        null => [],
        ListNode items => items.Items.Select((item, i) => new ModelRoute(item, list, first + i)),
        MapNode { Entries.Count: 0 } => [],
        MapNode one => [new ModelRoute(one, list, first)],
        _ => throw new NotTakenException($"{list} is no list"),
    };

    // P:authorize/evaluator/policy_evaluator.go: with one policy that is not compiled Pomerium does not start.
    private void CheckPolicies()
    {
        foreach (var criterion in Routes.SelectMany(route => (route.Policy?.Rules ?? []).Concat(route.TunnelPolicy?.Rules ?? [])).SelectMany(rule => rule.All))
        {
            criterion.Compile();
        }
    }

    // P:config/envoyconfig/clusters.go, validateClusters: the name is part of a cluster's.
    private void CheckClusters()
    {
        foreach (var group in Routes.Where(route => route.To.Count > 0).GroupBy(route => (route.Text("name") is { Length: > 0 } name ? name : "route", route.Id)))
        {
            if (group.Skip(1).Any())
            {
                throw new NotTakenException("cluster is not unique");
            }
        }

        // P:config/envoyconfig/route_configurations.go, buildSSHRouteConfiguration.
        if (Routes.Any(route => route.IsSsh && (route.To.Count != 1 || route.To[0].Url.Scheme != "ssh")))
        {
            throw new NotTakenException("an SSH route has one ssh:// upstream");
        }
    }
}
