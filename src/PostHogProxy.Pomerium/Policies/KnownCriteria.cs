namespace PostHogProxy.Pomerium.Policies;

/// <summary>What stands behind a criterion's name.</summary>
internal enum MatcherKind
{
    /// <summary>Not read, or of a form of its own.</summary>
    Free,

    /// <summary>One text, or <c>is</c>, <c>not</c>, <c>contains</c>, <c>starts_with</c>, <c>ends_with</c>, <c>in</c>, <c>not_in</c>.</summary>
    Text,

    /// <summary>One text, or <c>has</c>, <c>is</c>, <c>exclude</c>.</summary>
    List,

    /// <summary><c>fingerprint</c>, <c>spki_hash</c> and the alternative names.</summary>
    Certificate,

    /// <summary>Addresses and ranges: one text or a list.</summary>
    Addresses,

    /// <summary>SSH keys: one text or a list.</summary>
    SshKeys,

    /// <summary>One text and nothing else.</summary>
    OneText,

    /// <summary><c>is</c>, <c>type</c>, <c>approved</c>.</summary>
    Device,
}

/// <summary>The criteria Pomerium has (P:pkg/policy/criteria), and what each takes.</summary>
internal static class KnownCriteria
{
    public static readonly IReadOnlyList<string> TextMatchers = ["is", "contains", "starts_with", "ends_with", "in", "not_in", "not"];
    public static readonly IReadOnlyList<string> ListMatchers = ["has", "is", "exclude"];
    public static readonly IReadOnlyList<string> CertificateMatchers = ["fingerprint", "spki_hash", "san_email", "san_dns", "san_uri"];
    public static readonly IReadOnlyList<string> DeviceMatchers = ["is", "type", "approved"];

    /// <summary>Only Zero and Enterprise know these.</summary>
    public static readonly IReadOnlyList<string> ZeroOnly = ["date", "day_of_week", "time_of_day"];

    /// <summary>Only Enterprise knows it.</summary>
    public const string EnterpriseOnly = "record";

    /// <summary>Criteria about who somebody is; without a session they ask for one.</summary>
    public static readonly IReadOnlyList<string> Identity =
    [
        "authenticated_user", "claim", "device", "domain", "email", "groups", "user", "ssh_username_matches_email",
        "ssh_username_matches_claim",
    ];

    private static readonly Dictionary<string, MatcherKind> Core = new(StringComparer.Ordinal)
    {
        ["accept"] = MatcherKind.Free,
        ["authenticated_user"] = MatcherKind.Free,
        ["claim"] = MatcherKind.List,
        ["client_certificate"] = MatcherKind.Certificate,
        ["cors_preflight"] = MatcherKind.Free,
        ["device"] = MatcherKind.Device,
        ["domain"] = MatcherKind.Text,
        ["email"] = MatcherKind.Text,
        ["groups"] = MatcherKind.List,
        ["http_method"] = MatcherKind.Text,
        ["http_path"] = MatcherKind.Text,
        ["invalid_client_certificate"] = MatcherKind.Free,
        ["mcp_tool"] = MatcherKind.Text,
        ["reject"] = MatcherKind.Free,
        ["source_ip"] = MatcherKind.Addresses,
        ["ssh_publickey"] = MatcherKind.SshKeys,
        ["ssh_ca"] = MatcherKind.SshKeys,
        ["ssh_username"] = MatcherKind.Text,
        ["ssh_username_matches_email"] = MatcherKind.Free,
        ["ssh_username_matches_claim"] = MatcherKind.OneText,
        ["user"] = MatcherKind.Text,
    };

    public static ICollection<string> CoreNames => Core.Keys;

    public static bool TryGet(string name, bool isZero, out MatcherKind kind) =>
        Core.TryGetValue(name, out kind) || (isZero && ZeroOnly.Contains(name));
}
