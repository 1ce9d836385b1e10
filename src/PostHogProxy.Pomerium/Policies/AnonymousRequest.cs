namespace PostHogProxy.Pomerium.Policies;

/// <summary>A request of somebody without a session, without a client certificate, from an address nobody knows.</summary>
internal sealed class AnonymousRequest
{
    private readonly IReadOnlyList<KeyValuePair<string, string>> _headers;

    public AnonymousRequest(string path, string method = "GET", IReadOnlyList<KeyValuePair<string, string>>? headers = null, string query = "")
    {
        Path = path;
        Method = method;
        Query = query;
        _headers = headers ?? [];
    }

    /// <summary>The path as routes see it.</summary>
    public string Path { get; }

    /// <summary>The path as policies see it, and Pomerium's own answers (P:authorize/checkrequest, GetURL).</summary>
    public string UnescapedPath => Path.IndexOf('%') < 0 ? Path : Uri.UnescapeDataString(Path);

    public string Method { get; }

    /// <summary>With its question mark, or empty.</summary>
    public string Query { get; }

    public IReadOnlyList<KeyValuePair<string, string>> Headers => _headers;

    public bool IsPreflight => Method == "OPTIONS" && Has("Access-Control-Request-Method") && Has("Origin");

    public string? Header(string name)
    {
        foreach (var header in _headers)
        {
            if (header.Key.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return header.Value;
            }
        }

        return null;
    }

    /// <summary>
    /// Whether somebody who has to sign in is redirected: not gRPC, not who brings a session, however wrong it is, and of the others who
    /// takes HTML (P:authorize/check_response.go, ShouldRedirect).
    /// </summary>
    public bool PrefersHtml() => !IsGrpc && !HasSessionHeader && !HasSessionQuery && AcceptHeader.TakesHtml(Header("Accept") ?? "");

    // P:authorize/check_response_grpc.go.
    private bool IsGrpc
    {
        get
        {
            var type = Header("Content-Type") ?? "";
            return type is "application/grpc" or "application/grpc-web-text"
                || type.StartsWith("application/grpc+", StringComparison.Ordinal)
                || type.StartsWith("application/grpc-web+", StringComparison.Ordinal);
        }
    }

    // P:internal/sessions/header, TokenFromHeaders: letter by letter, and with something behind it.
    private bool HasSessionHeader => Has("X-Pomerium-Authorization")
        || (Header("Authorization") is { } authorization && (IsBehind("Pomerium ", authorization) || IsBehind("Bearer Pomerium-", authorization)));

    private bool HasSessionQuery
    {
        get
        {
            // Go's url.ParseQuery takes no semicolon and no broken escape; nothing of the query counts then.
            if (Query.Length < 2 || Query.Contains(';') || HasBrokenEscape(Query))
            {
                return false;
            }

            return Query.Substring(1).Split('&').Any(part => Uri.UnescapeDataString(part.Split('=')[0].Replace('+', ' ')) == "pomerium_session");
        }
    }

    private static bool HasBrokenEscape(string text)
    {
        for (var i = text.IndexOf('%'); i >= 0; i = text.IndexOf('%', i + 1))
        {
            if (i + 2 >= text.Length || !Uri.IsHexDigit(text[i + 1]) || !Uri.IsHexDigit(text[i + 2]))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsBehind(string prefix, string text) => text.Length > prefix.Length && text.StartsWith(prefix, StringComparison.Ordinal);

    private bool Has(string name) => Header(name) is { Length: > 0 };
}
