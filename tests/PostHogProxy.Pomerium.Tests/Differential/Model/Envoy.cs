using System.Text.RegularExpressions;

namespace PostHogProxy.Pomerium.Tests.Differential.Model;

/// <summary>
/// What Envoy does with a request before a route is looked for (P:config/envoyconfig/listeners_main.go; Envoy's ConnectionManagerUtility:
/// escaped slashes, then normalisation, then merged slashes).
/// </summary>
internal static partial class Envoy
{
    /// <summary>The request as routes see it; null where it is refused, and the query "redirect" where the client is sent to the path without escapes.</summary>
    public static ModelRequest? Arrive(ModelFile file, ModelRequest request)
    {
        var headers = request.Headers;
        if (headers.Any(header => header.Key.Contains('_', StringComparison.Ordinal)))
        {
            switch (GlobalKeys.UnderscoresAction(file.Global("headers_with_underscores_action")) ?? "REJECT_REQUEST")
            {
                case "REJECT_REQUEST":
                    return null;
                case "DROP_HEADER":
                    headers = [.. headers.Where(header => !header.Key.Contains('_', StringComparison.Ordinal))];
                    break;
            }
        }

        var path = request.Path;
        var isRedirected = false;
        if (EscapedSlash().IsMatch(path))
        {
            // A number that stands for UNKNOWN, and the name, leave it to Envoy, which keeps the path.
            switch (GlobalKeys.EscapedSlashesAction(file.Global("path_with_escaped_slashes_action")) ?? "REJECT_REQUEST")
            {
                case "REJECT_REQUEST":
                    return null;
                case "UNESCAPE_AND_REDIRECT":
                    isRedirected = true;
                    path = Unescaped(path);
                    break;
                case "UNESCAPE_AND_FORWARD":
                    path = Unescaped(path);
                    break;
            }
        }

        if (file.Flag("normalize_path", otherwise: true))
        {
            path = WithoutDots(path.Replace('\\', '/'));
        }

        if (file.Flag("merge_slashes", otherwise: true))
        {
            path = Slashes().Replace(path, "/");
        }

        return request with { Path = path, Headers = headers, Query = isRedirected ? "redirect" : request.Query };
    }

    private static string Unescaped(string path) => EscapedSlash().Replace(path, match => match.Value[1] == '2' ? "/" : "\\");

    // RFC 3986 5.2.4; an escaped dot is a dot.
    private static string WithoutDots(string path)
    {
        var result = new List<string>();
        var segments = path.Split('/')[1..];
        for (var i = 0; i < segments.Length; i++)
        {
            var segment = segments[i].Replace("%2e", ".", StringComparison.OrdinalIgnoreCase);
            if (segment == ".." && result.Count > 0)
            {
                result.RemoveAt(result.Count - 1);
            }

            if (segment is not ("." or ".."))
            {
                result.Add(segments[i]);
            }
            else if (i == segments.Length - 1)
            {
                result.Add("");
            }
        }

        return "/" + string.Join('/', result);
    }

    [GeneratedRegex("%2[fF]|%5[cC]")]
    private static partial Regex EscapedSlash();

    [GeneratedRegex("/{2,}")]
    private static partial Regex Slashes();
}
