namespace PostHogProxy.Rules.Routes;

/// <summary>One row of the table of client paths.</summary>
/// <param name="Path">
/// The path as the client writes it, relative to the mapped prefix. With <paramref name="IsTree"/> it stands for everything below it;
/// without, it matches with and without its trailing slash, because PostHog's own clients differ in that.
/// </param>
/// <param name="Kind">What is asked for.</param>
/// <param name="Upstream">The host that answers it.</param>
/// <param name="Methods">What PostHog answers to on this path.</param>
/// <param name="IsTree">Whether the path is a folder.</param>
/// <param name="IsCacheable">Whether one answer may serve many visitors.</param>
/// <param name="NeedsKey">Whether PostHog asks for <c>Authorization: Bearer ph…</c>, which only a server may hold.</param>
/// <param name="WireLimit">The largest body, in bytes on the wire, that PostHog takes here; null where none is known.</param>
internal sealed record ClientRoute(
    string Path,
    RouteKind Kind,
    Upstream Upstream,
    ClientMethods Methods,
    bool IsTree = false,
    bool IsCacheable = false,
    bool NeedsKey = false,
    long? WireLimit = null)
{
    /// <summary>Whether this row is the one for the first <paramref name="length"/> characters of <paramref name="target"/>.</summary>
    internal bool Matches(string target, int length)
    {
        if (IsTree)
        {
            return length >= Path.Length && string.CompareOrdinal(target, 0, Path, 0, Path.Length) == 0;
        }

        var bare = Path[Path.Length - 1] == '/' ? Path.Length - 1 : Path.Length;
        return (length == bare || (length == bare + 1 && target[bare] == '/'))
            && string.CompareOrdinal(target, 0, Path, 0, bare) == 0;
    }
}
