namespace PostHogProxy.Pomerium.Policies;

/// <summary>A request of somebody without a session, without a client certificate, from an address nobody knows.</summary>
internal sealed class AnonymousRequest
{
    private readonly IReadOnlyList<KeyValuePair<string, string>> _headers;

    public AnonymousRequest(string path, string method = "GET", IReadOnlyList<KeyValuePair<string, string>>? headers = null)
    {
        Path = path;
        Method = method;
        _headers = headers ?? [];
    }

    public string Path { get; }

    public string Method { get; }

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
    /// Whether somebody who has to sign in is redirected. Of the types Pomerium can answer with, the first that the client accepts most
    /// decides; a client that accepts none of them is redirected too (P:authorize/check_response.go, shouldRedirect).
    /// </summary>
    public bool PrefersHtml()
    {
        if (Header("Accept") is not { } accept || accept.Trim().Length == 0)
        {
            return true;
        }

        var html = Quality(accept, "text/html");
        return Math.Max(Quality(accept, "application/json"), Quality(accept, "text/plain")) <= html;
    }

    private bool Has(string name) => Header(name) is { Length: > 0 };

    // The most specific of the ranges that match, as RFC 9110 12.5.1 has it; 0 where none does.
    private static double Quality(string accept, string type)
    {
        var anyOfKind = string.Concat(type.Split('/')[0], "/*");
        double quality = 0;
        var precision = -1;
        foreach (var part in accept.Split(','))
        {
            var pieces = part.Split(';');
            var range = pieces[0].Trim().ToLowerInvariant();
            var found = range == type ? 2 : range == "*/*" ? 0 : range == anyOfKind ? 1 : -1;
            if (found > precision)
            {
                precision = found;
                quality = Weight(pieces);
            }
        }

        return quality;
    }

    private static double Weight(string[] pieces)
    {
        foreach (var piece in pieces.Skip(1))
        {
            var text = piece.Trim();
            if (text.StartsWith("q=", StringComparison.OrdinalIgnoreCase))
            {
                var number = text.Substring(2);
                return double.TryParse(number, System.Globalization.NumberStyles.AllowDecimalPoint, System.Globalization.CultureInfo.InvariantCulture, out var q) ? q : 0;
            }
        }

        return 1;
    }
}
