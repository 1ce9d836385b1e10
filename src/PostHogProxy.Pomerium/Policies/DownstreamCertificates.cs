using PostHogProxy.Pomerium.Reading;
using PostHogProxy.Pomerium.Reading.Shapes;
using PostHogProxy.Pomerium.Values;
using PostHogProxy.Pomerium.Yaml;

namespace PostHogProxy.Pomerium.Policies;

/// <summary>
/// Client certificates. With an authority set anywhere, and the enforcement not <c>policy</c>, every route gets a deny rule for invalid
/// certificates; a route without an authority of its own or of the file's finds every certificate valid, none included.
/// </summary>
internal sealed class DownstreamCertificates
{
    private static readonly string[] Keys = ["tls_downstream_client_ca", "tls_downstream_client_ca_file"];

    // The value POLICY: only what a policy asks for.
    private const int Policy = 1;

    private readonly bool _hasAuthority;

    private DownstreamCertificates(bool hasAuthority, bool areEnforced, MappingEntry? settings)
    {
        _hasAuthority = hasAuthority;
        AreEnforced = areEnforced;
        Settings = settings;
    }

    /// <summary><c>downstream_mtls</c>, where it is written.</summary>
    public MappingEntry? Settings { get; }

    /// <summary>Whether the rule is there without any policy asking for it. The default is <c>policy_with_default_deny</c>.</summary>
    public bool AreEnforced { get; }

    public static DownstreamCertificates Of(PomeriumConfiguration configuration)
    {
        var entry = configuration.Root.Find("downstream_mtls");
        var settings = entry?.Value as MappingNode;
        return new(
            IsWritten(settings?.Find("ca")) || IsWritten(settings?.Find("ca_file")),
            settings?.Find("enforcement")?.Scalar is not { } enforcement || KnownShapes.Enforcement.Number(enforcement) != Policy,
            entry);
    }

    /// <summary>The authority of the route itself; null where it has none.</summary>
    public static MappingEntry? OwnAuthority(PomeriumRoute route) => Keys.Select(route.Find).FirstOrDefault(IsWritten);

    // An empty text is no authority (P:config/mtls.go, GetCA).
    private static bool IsWritten(MappingEntry? entry) => entry?.Scalar is { } scalar && ScalarValue.Text(scalar) is { Length: > 0 };

    public bool AreWantedOn(PomeriumRoute route) => _hasAuthority || OwnAuthority(route) is not null;
}
