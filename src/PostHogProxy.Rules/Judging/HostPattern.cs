namespace PostHogProxy.Rules.Judging;

/// <summary>What <c>RequireHost</c> takes: a host, <c>*.</c> and a host, or <c>*</c>, each with a port or without.</summary>
internal static class HostPattern
{
    /// <summary>Whether some request can be meant by both lists.</summary>
    public static bool Meet(IReadOnlyList<string> first, IReadOnlyList<string> second) =>
        first.Any(a => second.Any(b => Meet(a, b)));

    private static bool Meet(string first, string second)
    {
        var (host, port) = Split(first);
        var (other, otherPort) = Split(second);
        return (port.Length == 0 || otherPort.Length == 0 || port == otherPort) && (Covers(host, other) || Covers(other, host));
    }

    private static bool Covers(string pattern, string host) =>
        pattern is "*" or ""
        || string.Equals(pattern, host, StringComparison.OrdinalIgnoreCase)
        || (pattern.StartsWith("*.", StringComparison.Ordinal) && host.EndsWith(pattern.Substring(1), StringComparison.OrdinalIgnoreCase));

    private static (string Host, string Port) Split(string pattern)
    {
        // The colons of an IPv6 address stand in brackets.
        var colon = pattern.LastIndexOf(':');
        var (host, port) = colon > pattern.LastIndexOf(']') ? (pattern.Substring(0, colon), pattern.Substring(colon + 1)) : (pattern, "");
        return (host, port == "*" ? "" : port);
    }
}
