using PostHogProxy.Pomerium.Reading.Shapes;
using PostHogProxy.Pomerium.Values;
using PostHogProxy.Pomerium.Yaml;
using PostHogProxy.Rules.Findings;

namespace PostHogProxy.Pomerium.Reading;

/// <summary>What Pomerium refuses of a route although each of its options has its shape (P:config/policy.go, Validate).</summary>
internal static class RouteLoading
{
    // Upstreams of one of these are not mixed with others.
    private static readonly string[] Alone = ["tcp", "udp", "unix", "https+unix"];

    private static readonly string[] Encoded = ["tls_custom_ca", "tls_downstream_client_ca"];

    public static void Judge(PomeriumConfiguration configuration, List<Finding> findings)
    {
        if (configuration.IsZero)
        {
            return;
        }

        foreach (var route in configuration.Routes)
        {
            Upstreams(route, findings);
            ClientCertificate(route, findings);
            foreach (var entry in Encoded.Select(route.Find).OfType<MappingEntry>().Where(entry => entry.Scalar is { Value.Length: > 0 } value && GoBase64.Decode(ScalarValue.Text(value) ?? "") is null))
            {
                Tell(findings, entry.Value, $"'{entry.Name}' must be base64, and the value isn't", $"Write the PEM file in base64, or name it in '{entry.Name}_file'.");
            }

            if (route.Text("kubernetes_service_account_token") is not null && route.Text("kubernetes_service_account_token_file") is not null)
            {
                Tell(findings, route.Find("kubernetes_service_account_token_file")!.Key, "The route has kubernetes_service_account_token and kubernetes_service_account_token_file", "Keep one of them.");
            }
        }
    }

    private static void Upstreams(PomeriumRoute route, List<Finding> findings)
    {
        // An empty list is refused even beside redirect and response (P:config/custom.go, WeightedURLs.Validate); without these it is told as missing.
        if (route.Targets.Count == 0 && (route.Find("redirect") ?? route.Find("response")) is not null
            && route.Node.Entries.FirstOrDefault(entry => entry.Name.Equals("to", StringComparison.OrdinalIgnoreCase)) is { } to)
        {
            findings.Add(PomeriumFindingRules.BadAddress.Say("The to is empty. Pomerium does not load the file.", route.Label, "Remove the key.") with { Range = to.Key.Range });
        }

        var schemes = route.Targets.Select(target => target.Url?.Scheme).OfType<string>().Distinct(StringComparer.Ordinal).ToList();
        if (schemes.Count > 1 && schemes.FirstOrDefault(Alone.Contains) is { } alone)
        {
            var other = route.Targets.First(target => target.Url is not null && target.Url.Scheme != alone);
            findings.Add(PomeriumFindingRules.BadAddress.Say(
                $"The route has upstreams of {alone} and of {other.Url!.Scheme}, which can't be mixed. Pomerium does not load the file.", route.Label, "Write two routes.") with
            { Range = other.Range });
        }
    }

    private static void ClientCertificate(PomeriumRoute route, List<Finding> findings)
    {
        foreach (var suffix in new[] { "", "_file" })
        {
            var certificate = route.Text("tls_client_cert" + suffix);
            var key = route.Text("tls_client_key" + suffix);
            if (certificate is null != key is null)
            {
                var alone = route.Find((certificate is null ? "tls_client_key" : "tls_client_cert") + suffix)!;
                Tell(findings, alone.Key, $"tls_client_cert{suffix} and tls_client_key{suffix} need each other, and one is missing", "Write both.");
            }
            else if (suffix.Length == 0 && certificate is not null && (GoBase64.Decode(certificate) is null || GoBase64.Decode(key!) is null))
            {
                Tell(findings, route.Find("tls_client_cert")!.Value, "tls_client_cert and tls_client_key must be base64, and one of them isn't", "Write the PEM files in base64, or name them in tls_client_cert_file and tls_client_key_file.");
            }
        }
    }

    private static void Tell(List<Finding> findings, ConfigurationNode at, string what, string fix) => new ShapeProblems(findings, "", at.Range).Tell(at, what, fix);
}
