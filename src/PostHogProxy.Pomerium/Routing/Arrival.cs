using System.Text;
using PostHogProxy.Pomerium.Policies;
using PostHogProxy.Pomerium.Reading;

namespace PostHogProxy.Pomerium.Routing;

/// <summary>
/// What Envoy makes of a request before a route is looked for, with the options Pomerium's listener has for it (P:config/envoyconfig/
/// listeners_main.go; Envoy's ConnectionManagerUtility, maybeNormalizePath): escaped slashes, then dot segments, then double slashes.
/// </summary>
/// <param name="Request">The request as routes see it.</param>
/// <param name="Dropped">Headers that were taken out.</param>
/// <param name="Refusal">Why it is answered 400; null where it is not.</param>
/// <param name="Redirect">The path that the client is sent to (307); null where it is not.</param>
internal sealed record Arrival(AnonymousRequest Request, IReadOnlyList<string> Dropped, string? Refusal, string? Redirect)
{
    public static Arrival Of(PomeriumConfiguration configuration, Uri url, string method, IReadOnlyList<KeyValuePair<string, string>>? headers)
    {
        IReadOnlyList<KeyValuePair<string, string>> all = headers ?? [];
        IReadOnlyList<string> dropped = [];
        var path = Written(url);
        var query = Query(url.OriginalString);
        if (all.FirstOrDefault(header => header.Key.Contains('_')).Key is { } underscored)
        {
            switch (ListenerOptions.Underscores(configuration))
            {
                case UnderscoresAction.Reject:
                    return Refused($"The header '{underscored}' has an underscore in its name. Pomerium refuses it unless headers_with_underscores_action says otherwise.");
                case UnderscoresAction.Drop:
                    dropped = [.. all.Where(header => header.Key.Contains('_')).Select(header => header.Key)];
                    all = [.. all.Where(header => !header.Key.Contains('_'))];
                    break;
            }
        }

        var isRedirected = false;
        if (Unescaped(path) is { } unescaped)
        {
            switch (ListenerOptions.EscapedSlashes(configuration))
            {
                case EscapedSlashesAction.Reject:
                    return Refused("The path has an escaped slash or backslash. Pomerium refuses it unless path_with_escaped_slashes_action says otherwise.");
                case EscapedSlashesAction.Redirect:
                    (path, isRedirected) = (unescaped, true);
                    break;
                case EscapedSlashesAction.Forward:
                    path = unescaped;
                    break;
            }
        }

        path = configuration.GlobalFlag("normalize_path") != false ? Normalised(path) : path;
        path = configuration.GlobalFlag("merge_slashes") != false ? Merged(path) : path;
        return new(new(path, method, all, query), dropped, null, isRedirected ? path + query : null);

        Arrival Refused(string why) => new(new(path, method, all, query), dropped, why, null);
    }

    // The path as it was given, which a Uri changes; signs that no client sends are escaped.
    private static string Written(Uri url)
    {
        var text = url.OriginalString;
        var start = text.IndexOf("://", StringComparison.Ordinal);
        start = start < 0 ? -1 : text.IndexOfAny(['/', '\\', '?', '#'], start + 3);
        if (start < 0 || text[start] is '?' or '#')
        {
            return "/";
        }

        var end = text.IndexOfAny(['?', '#'], start);
        var path = end < 0 ? text.Substring(start) : text.Substring(start, end - start);
        var written = new StringBuilder(path.Length);
        for (var i = 0; i < path.Length; i++)
        {
            if (path[i] is > ' ' and < '\x7f')
            {
                written.Append(path[i]);
            }
            else
            {
                var length = char.IsSurrogatePair(path, i) ? 2 : 1;
                written.Append(Uri.EscapeDataString(char.IsSurrogate(path[i]) && length == 1 ? "\uFFFD" : path.Substring(i, length)));
                i += length - 1;
            }
        }

        return written.ToString();
    }

    private static string Query(string url)
    {
        var start = url.IndexOf('?');
        var end = url.IndexOf('#');
        return start < 0 || (end >= 0 && end < start) ? "" : end < 0 ? url.Substring(start) : url.Substring(start, end - start);
    }

    // Null where nothing is escaped.
    private static string? Unescaped(string path)
    {
        var result = path;
        foreach (var (escaped, sign) in new[] { ("%2F", "/"), ("%2f", "/"), ("%5C", "\\"), ("%5c", "\\") })
        {
            result = result.Replace(escaped, sign);
        }

        return result == path ? null : result;
    }

    // Dot segments, backslashes, and escapes that need none: a Uri does all of it as Envoy does.
    private static string Normalised(string path) => Uri.TryCreate("http://h" + path, UriKind.Absolute, out var url) ? url.AbsolutePath : path;

    private static string Merged(string path)
    {
        while (path.Contains("//"))
        {
            path = path.Replace("//", "/");
        }

        return path;
    }
}
