using Microsoft.Extensions.Primitives;

namespace PostHogProxy.Forwarding.Headers;

/// <summary>Recognizes a PostHog key in <c>Authorization</c>; any other credential is the app's own and never leaves it.</summary>
internal static class ServerKey
{
    private const string Scheme = "Bearer ";

    /// <summary>Whether the value is <c>Bearer phc_…</c>, <c>phs_…</c> or <c>phx_…</c>.</summary>
    public static bool IsIn(StringValues authorization) =>
        authorization.Count == 1 && authorization[0] is { } value
        && value.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
        && IsKey(value.AsSpan(Scheme.Length).Trim());

    private static bool IsKey(ReadOnlySpan<char> key) =>
        key.Length > 4 && key.StartsWith("ph", StringComparison.Ordinal) && key[2] is 'c' or 's' or 'x'
        && key[3] == '_';
}
