namespace PostHogProxy.Admission.Targets;

/// <summary>
/// The characters of a request target: visible ASCII without <c>#</c> (RFC 9112, 3.2; RFC 3986). The server lets others through, each for a
/// reason of its own, and over HTTP/2 also a blank. The next server might take them for the end of the line (RFC 9112, 2.2).
/// </summary>
internal static class TargetText
{
    public static bool IsPlain(ReadOnlySpan<char> target) => !target.ContainsAnyExceptInRange('!', '~') && !target.Contains('#');
}
