using PostHogProxy.Pomerium.Reading.Shapes;
using PostHogProxy.Pomerium.Values;
using PostHogProxy.Pomerium.Yaml;
using PostHogProxy.Rules.Findings;

namespace PostHogProxy.Pomerium.Reading;

/// <summary>What Pomerium refuses of the file's own options although each has its shape (P:config/options.go, Validate).</summary>
internal sealed class OptionLoading
{
    private static readonly string[] Services = ["all", "authenticate", "authorize", "cache", "databroker", "proxy"];

    private static readonly string[] Urls =
    [
        "authenticate_service_url", "authenticate_internal_service_url", "signout_redirect_url", "authorize_service_url",
        "authorize_internal_service_url", "databroker_service_url", "databroker_internal_service_url",
    ];

    private static readonly string[] Listeners = ["debug_address", "metrics_address", "health_check_addr"];

    private static readonly string[] ClientDomains = ["mcp_allowed_client_id_domains", "mcp_allowed_as_metadata_domains"];

    private static readonly (string First, string Second)[] Together =
    [
        ("certificate", "certificate_key"), ("certificate_file", "certificate_key_file"), ("autocert_eab_key_id", "autocert_eab_mac_key"),
    ];

    private readonly MappingNode _root;
    private readonly List<Finding> _findings;

    private OptionLoading(MappingNode root, List<Finding> findings)
    {
        _root = root;
        _findings = findings;
    }

    public static void Judge(PomeriumConfiguration configuration, List<Finding> findings)
    {
        if (!configuration.IsZero)
        {
            new OptionLoading(configuration.Root, findings).Judge();
        }
    }

    private void Judge()
    {
        foreach (var name in Urls)
        {
            Url(name, Entry(name)?.Scalar);
        }

        if (_root.Find("databroker_service_urls") is { } list)
        {
            foreach (var item in ListShape.Items(list.Value).OfType<ScalarNode>())
            {
                Url(list.Name, item);
            }
        }

        foreach (var name in Listeners)
        {
            if (_root.Find(name)?.Scalar is { } address && GoScalar.Of(address) is { Kind: not (GoKind.Null or GoKind.Time), Text: var text } scalar
                && (scalar.Kind == GoKind.Text || name != "debug_address") && !GoAddress.IsListener(text) && (text.Length > 0 || name != "metrics_address"))
            {
                Tell(address, $"'{name}' must be an address with a port, not '{text}'", "Write it as in :9090 or 127.0.0.1:9090.");
            }
        }

        if (_root.Find("services")?.Scalar is { } services && ScalarValue.Text(services) is { } written && !IsService(written))
        {
            Tell(services, $"'{written}' isn't a service of Pomerium. The services are {string.Join(", ", Services)}", "Remove the key to run all of them.");
        }

        foreach (var (first, second) in Together)
        {
            if ((Entry(first) ?? Entry(second)) is { } alone && (Entry(first) is null || Entry(second) is null))
            {
                Tell(alone.Key, $"'{first}' and '{second}' need each other, and one is missing", "Write both.");
            }
        }

        if (Entry("autocert_trusted_ca") is not null && Entry("autocert_trusted_ca_file") is { } file)
        {
            Tell(file.Key, "'autocert_trusted_ca' and 'autocert_trusted_ca_file' are both set", "Keep one of them.");
        }

        Secrets();
        Certificates();
        Databroker();
        ClientMetadata();
    }

    private void Secrets()
    {
        if (Entry("shared_secret") is { Scalar: { } secret } && Entry("shared_secret_file") is null && GoBase64.Decode(ScalarValue.Text(secret)!) is null)
        {
            Tell(secret, "The shared_secret isn't base64, or has white space around it", "Make one with head -c32 /dev/urandom | base64.");
        }

        foreach (var name in new[] { "certificate", "certificate_key", "autocert_trusted_ca", "metrics_certificate", "metrics_certificate_key" })
        {
            if (Entry(name) is { Scalar: { } value } && GoBase64.Decode(ScalarValue.Text(value)!) is null && (!name.StartsWith("metrics", StringComparison.Ordinal) || (Entry("metrics_certificate") is not null && Entry("metrics_certificate_key") is not null)))
            {
                Tell(value, $"'{name}' must be base64, and the value isn't", $"Write the PEM file in base64, or name it in '{name}_file'.");
            }
        }

        if (Entry("metrics_basic_auth") is { Scalar: { } user } && !(GoBase64.Decode(ScalarValue.Text(user)!) is { } bytes && bytes.Contains((byte)':')))
        {
            Tell(user, "'metrics_basic_auth' must be name:password in base64, and the value isn't", "Write it in base64.");
        }
    }

    private void Certificates()
    {
        if (_root.Find("downstream_mtls")?.Value is not MappingNode settings)
        {
            return;
        }

        foreach (var name in new[] { "ca", "crl" })
        {
            var inline = Text(settings, name);
            if (inline is not null && Text(settings, name + "_file") is { } file)
            {
                Tell(file.Key, $"'{name}' and '{name}_file' are both set", "Keep one of them.");
            }
            else if (inline is { Scalar: { } value } && GoBase64.Decode(ScalarValue.Text(value)!) is null)
            {
                Tell(value, $"'{name}' of downstream_mtls must be base64, and the value isn't", $"Write the PEM file in base64, or name it in '{name}_file'.");
            }
        }

        if (settings.Find("match_subject_alt_names") is { Value: SequenceNode names })
        {
            foreach (var pattern in names.Items.OfType<MappingNode>().Where(name => name.Entries.Count == 1).Select(name => name.Entries[0].Scalar).OfType<ScalarNode>())
            {
                if (GoRegex.Parse(pattern.Value).IsBroken)
                {
                    Tell(pattern, $"The pattern '{pattern.Value}' isn't a regular expression of Go", "Correct it.");
                }
            }
        }
    }

    private void Databroker()
    {
        if (_root.Find("databroker_storage_type")?.Scalar is { Value: "postgres" } type
            && Entry("databroker_storage_connection_string") is null && Entry("databroker_storage_connection_string_file") is null)
        {
            Tell(type, "The storage postgres has no databroker_storage_connection_string", "Write it, or remove the storage type.");
        }

        var nodes = (_root.Find("databroker_cluster_nodes")?.Value as SequenceNode)?.Items.OfType<MappingNode>().ToList() ?? [];
        foreach (var node in nodes)
        {
            if (node.Find("grpc_address")?.Scalar is { } address)
            {
                Url("grpc_address", address);
            }
            else if (node.Entries.Count > 0)
            {
                Tell(node.Entries[0].Key, "A node of databroker_cluster_nodes has no grpc_address", "Write grpc_address: with its URL.");
            }
        }

        foreach (var name in new[] { "databroker_cluster_leader_id", "databroker_cluster_node_id" })
        {
            if (_root.Find(name)?.Scalar is { } id && nodes.All(node => node.Find("id")?.Scalar?.Value != id.Value))
            {
                Tell(id, $"No node of databroker_cluster_nodes has the id '{id.Value}'", "Use the id of one.");
            }
        }
    }

    // With the flag mcp, which is on by default, an empty name in one of the lists is refused.
    private void ClientMetadata()
    {
        if ((_root.Find("runtime_flags")?.Value as MappingNode)?.Find("mcp")?.Scalar is { } flag && ScalarValue.Flag(flag) == false)
        {
            return;
        }

        foreach (var entry in ClientDomains.Select(_root.Find).OfType<MappingEntry>())
        {
            if (ListShape.Items(entry.Value).OfType<ScalarNode>().FirstOrDefault(item => item.IsNull || item.Value.Length == 0) is { } empty)
            {
                Tell(empty.Range.Length > 0 ? empty : entry.Key, $"'{entry.Name}' has an empty entry", "Remove it.");
            }
        }
    }

    private void Url(string name, ScalarNode? value)
    {
        if (value is not null && ScalarValue.Text(value) is { } text && PomeriumUrl.Parse(text, out var problem) is null)
        {
            Tell(value, $"The {name} '{text}' {problem}", "Write a URL such as https://authenticate.example.com.");
        }
    }

    private static bool IsService(string written)
    {
        var services = written.Split(',').Select(service => service.Trim().ToLowerInvariant()).Where(service => service.Length > 0).ToList();
        return services.Count > 0 && services.All(Services.Contains);
    }

    private MappingEntry? Entry(string name) => Text(_root, name);

    private static MappingEntry? Text(MappingNode mapping, string name) =>
        mapping.Find(name) is { Scalar: { } scalar } entry && ScalarValue.Text(scalar) is { Length: > 0 } ? entry : null;

    private void Tell(ConfigurationNode at, string what, string fix) => new ShapeProblems(_findings, at.ToString() ?? "", at.Range).Tell(at, what, fix);
}
