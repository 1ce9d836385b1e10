using PostHogProxy.Pomerium.Reading.Shapes;
using PostHogProxy.Pomerium.Values;
using PostHogProxy.Pomerium.Yaml;

namespace PostHogProxy.Pomerium.Reading;

internal enum UnderscoresAction
{
    Reject,
    Allow,
    Drop,
}

internal enum EscapedSlashesAction
{
    Reject,
    Keep,
    Forward,
    Redirect,
}

/// <summary>
/// The file's options that decide about a request before any route does. The numbers are those of
/// Pomerium's enumerations, where 0 is UNKNOWN: a header is then allowed and a path kept (P:pkg/grpc/config/convert.go, ToEnvoy).
/// </summary>
internal static class ListenerOptions
{
    private const string All = "all";

    public static UnderscoresAction Underscores(PomeriumConfiguration configuration) =>
        configuration.Root.Find("headers_with_underscores_action")?.Scalar is not { } scalar ? UnderscoresAction.Reject
        : KnownShapes.HeadersWithUnderscores.Number(scalar) switch
        {
            2 => UnderscoresAction.Reject,
            3 => UnderscoresAction.Drop,
            _ => UnderscoresAction.Allow,
        };

    public static EscapedSlashesAction EscapedSlashes(PomeriumConfiguration configuration) =>
        configuration.Root.Find("path_with_escaped_slashes_action")?.Scalar is not { } scalar ? EscapedSlashesAction.Reject
        : KnownShapes.EscapedSlashes.Number(scalar) switch
        {
            2 => EscapedSlashesAction.Reject,
            3 => EscapedSlashesAction.Redirect,
            4 => EscapedSlashesAction.Forward,
            _ => EscapedSlashesAction.Keep,
        };

    /// <summary>A flag of <c>runtime_flags</c>; those read here are on by default (P:config/runtime_flags.go).</summary>
    public static bool RuntimeFlag(PomeriumConfiguration configuration, string name) =>
        (configuration.Root.Find("runtime_flags")?.Value as MappingNode)?.Find(name)?.Scalar is not { } flag || ScalarValue.Flag(flag) != false;

    /// <summary>Whether routes are served at all (P:config/helpers.go, IsProxy).</summary>
    public static bool IsProxy(PomeriumConfiguration configuration) => Services(configuration).Any(service => service is All or "proxy");

    /// <summary>Whether people sign in at this Pomerium.</summary>
    public static bool IsAuthenticate(PomeriumConfiguration configuration) => Services(configuration).Any(service => service is All or "authenticate");

    private static IEnumerable<string> Services(PomeriumConfiguration configuration) =>
        (configuration.GlobalText("services") ?? All).Split(',').Select(service => service.Trim().ToLowerInvariant());
}
