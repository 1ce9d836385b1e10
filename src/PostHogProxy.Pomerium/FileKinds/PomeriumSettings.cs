using PostHogProxy.Pomerium.Yaml;

namespace PostHogProxy.Pomerium.FileKinds;

/// <summary>The settings of a <c>kind: Pomerium</c> that decide what becomes of a request, under the names a file has for them.</summary>
internal static class PomeriumSettings
{
    private static readonly (string Key, string[] Path)[] Names =
    [
        ("authenticate_service_url", ["authenticate", "url"]),
        ("cookie_name", ["cookie", "name"]),
        ("cookie_domain", ["cookie", "domain"]),
        ("pass_identity_headers", ["passIdentityHeaders"]),
        ("set_response_headers", ["setResponseHeaders"]),
        ("jwt_claims_headers", ["jwtClaimHeaders"]),
        ("runtime_flags", ["runtimeFlags"]),
        ("timeout_read", ["timeouts", "read"]),
        ("timeout_write", ["timeouts", "write"]),
        ("timeout_idle", ["timeouts", "idle"]),
        ("bearer_token_format", ["bearerTokenFormat"]),
        ("codec_type", ["codecType"]),
        ("allow_upgrades", ["allowUpgrades"]),
        ("normalize_path", ["normalizePath"]),
        ("merge_slashes", ["mergeSlashes"]),
        ("path_with_escaped_slashes_action", ["pathWithEscapedSlashesAction"]),
        ("headers_with_underscores_action", ["headersWithUnderscoresAction"]),
        ("downstream_mtls", ["downstreamMtls"]),
    ];

    public static IEnumerable<MappingEntry> Entries(KubernetesObject settings)
    {
        foreach (var (key, path) in Names)
        {
            if (settings.Find(["spec", .. path]) is { } value)
            {
                // The place of the setting itself: the value is all that is known of it here.
                yield return new(new(value.Range, key, isPlain: true), key == "downstream_mtls" ? Certificates(value) : value);
            }
        }
    }

    private static ConfigurationNode Certificates(ConfigurationNode value) => value is not MappingNode mapping ? value
        : new MappingNode(mapping.Range, [.. mapping.Entries.Where(entry => entry.Name is "ca" or "enforcement")], mapping.IsFlow);
}
