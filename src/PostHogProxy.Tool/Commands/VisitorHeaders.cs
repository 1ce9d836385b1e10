namespace PostHogProxy.Tool.Commands;

/// <summary>What a visitor brings along, from the command line. A value can be a secret: no message repeats one.</summary>
internal static class VisitorHeaders
{
    private const string Cookie = "Cookie";

    // A question says these itself: with another value it would ask something else than the report says.
    private static readonly string[] OfTheQuestion =
    [
        "Accept-Encoding", "Access-Control-Request-Headers", "Access-Control-Request-Method", "Connection", "Expect", "Keep-Alive", "Proxy-Connection", "TE",
        "Trailer", "Transfer-Encoding", "Upgrade",
    ];

    public static IReadOnlyList<KeyValuePair<string, string>> Of(IEnumerable<string> headers, IEnumerable<string> cookies)
    {
        var parsed = headers.Select(Header).ToList();
        var jar = parsed.Where(IsCookie).Select(header => header.Value).Concat(cookies.Select(CookiePair)).ToList();
        parsed.RemoveAll(IsCookie);

        // One line with all of them is what a browser sends (RFC 6265, 5.4).
        return jar.Count == 0 ? parsed : [.. parsed, new(Cookie, string.Join("; ", jar))];
    }

    private static bool IsCookie(KeyValuePair<string, string> header) => header.Key.Equals(Cookie, StringComparison.OrdinalIgnoreCase);

    private static KeyValuePair<string, string> Header(string text)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        var name = colon < 0 ? "" : text[..colon].Trim();
        var value = colon < 0 ? "" : text[(colon + 1)..].Trim();
        if (!IsName(name))
        {
            throw new UsageException("Write --header as 'Name: value', such as --header \"Cookie: consent=yes\".");
        }

        if (name.Equals("Origin", StringComparison.OrdinalIgnoreCase))
        {
            throw new UsageException("--header can't set Origin. Pass the origin of the pages with --origin.");
        }

        return OfTheQuestion.Contains(name, StringComparer.OrdinalIgnoreCase) || name.StartsWith("Content-", StringComparison.OrdinalIgnoreCase)
            ? throw new UsageException($"--header can't set {name}, because each request sets it.")
            : new(name, Value(value, $"The header {name}"));
    }

    private static string CookiePair(string text)
    {
        var pair = text.Trim();
        var equals = pair.IndexOf('=', StringComparison.Ordinal);
        return equals > 0 && IsName(pair[..equals])
            ? Value(pair, $"The cookie {pair[..equals]}")
            : throw new UsageException("Write --cookie as 'name=value', such as --cookie \"consent=yes\".");
    }

    private static string Value(string value, string what) => value.All(c => c is >= ' ' and <= '~' or '\t')
        ? value
        : throw new UsageException($"{what} has a character that is not visible ASCII. Write the value as a browser sends it, encoded.");

    // A token (RFC 9110, 5.6.2).
    private static bool IsName(string name) => name.Length > 0 && name.All(c => char.IsAsciiLetterOrDigit(c) || "!#$%&'*+-.^_`|~".Contains(c, StringComparison.Ordinal));
}
