using System.Globalization;

namespace PostHogProxy.Pomerium.Policies;

/// <summary>
/// An Accept header as the library reads it that Pomerium asks (tniswong/go.rfcx, rfc7231): ranges are sorted by quality, then by how
/// precise they are, and the first that fits any of Pomerium's own types decides with the first of these. It is no RFC 9110: a word runs
/// to the next '/', ';', '=' or comma with its blanks, a quality of 0 is none, and every parameter adds to the weight.
/// </summary>
internal static class AcceptHeader
{
    // In Pomerium's order (P:authorize/check_response.go, ShouldRedirect).
    private static readonly string[] Offered =
        ["text/html", "application/json", "text/plain", "application/grpc-web-text", "application/grpc-web+proto", "application/grpc+proto"];

    /// <summary>Whether the client gets HTML, so a redirect to the sign-in page. What cannot be read or fits nothing is redirected too.</summary>
    public static bool TakesHtml(string accept)
    {
        if (Ranges(accept) is not { } ranges)
        {
            return true;
        }

        // The library's sort is not stable, but among ranges of one weight the more precise kinds differ by the weight already.
        foreach (var range in ranges.OrderByDescending(range => range.Weight))
        {
            if (Offered.FirstOrDefault(range.Fits) is { } type)
            {
                return type == Offered[0];
            }
        }

        return true;
    }

    // Null where the library finds an error.
    private static List<MediaRange>? Ranges(string text)
    {
        var at = 0;
        var ranges = new List<MediaRange>();
        while (Next(text, ref at) is { } token)
        {
            var type = token == "," ? Next(text, ref at) : token;
            if (!IsWord(type) || Next(text, ref at) != "/" || Next(text, ref at) is not { } subtype || !IsWord(subtype) || (type == "*" && subtype != "*"))
            {
                return null;
            }

            if (Parameters(text, ref at) is not { } parameters)
            {
                return null;
            }

            double quality = 0;
            if (parameters.TryGetValue("q", out var written))
            {
                parameters.Remove("q");
                if (!IsFloat(written, out quality))
                {
                    return null;
                }
            }

            quality = Math.Min(Math.Max(quality, 0), 1);
            ranges.Add(new(type!.ToLowerInvariant(), subtype.ToLowerInvariant(), parameters.Count, quality == 0 ? 1 : quality));
        }

        return ranges.Count == 0 ? [new("*", "*", 0, 1)] : ranges;
    }

    // Up to the comma, which stays, or the end.
    private static Dictionary<string, string>? Parameters(string text, ref int at)
    {
        var parameters = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var before = at; Next(text, ref at) is { } token; before = at)
        {
            if (token == ",")
            {
                at = before;
                break;
            }

            // What stands on the two sides of the equals sign is not looked at: it may be a sign, too, or nothing.
            var key = token == ";" ? Next(text, ref at) ?? "" : null;
            if (key is null || Next(text, ref at) != "=")
            {
                return null;
            }

            parameters[key] = Next(text, ref at) ?? "";
        }

        return parameters;
    }

    // A sign, or a word with the blanks inside and behind it; null at the end. Blanks before it are passed over.
    private static string? Next(string text, ref int at)
    {
        while (at < text.Length && char.IsWhiteSpace(text[at]))
        {
            at++;
        }

        var start = at;
        if (at == text.Length)
        {
            return null;
        }

        at++;
        while (!IsSign(text[start]) && at < text.Length && !IsSign(text[at]))
        {
            at++;
        }

        return text.Substring(start, at - start);
    }

    private static bool IsSign(char c) => c is '/' or ';' or '=' or ',';

    private static bool IsWord(string? token) => token is { Length: > 0 } && !IsSign(token[0]);

    // Go's strconv.ParseFloat, as far as anybody writes a quality: no blanks, the words for infinity and no number, underscores are none.
    private static bool IsFloat(string text, out double number)
    {
        const NumberStyles Go = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        switch (text.TrimStart('+', '-').ToLowerInvariant())
        {
            case "inf" or "infinity" when text.Length - text.TrimStart('+', '-').Length <= 1:
                number = text[0] == '-' ? 0 : 1;
                return true;
            case "nan" when text.Length == 3:
                number = 0;
                return true;
            default:
                return double.TryParse(text, Go, CultureInfo.InvariantCulture, out number);
        }
    }

    private sealed record MediaRange(string Type, string Subtype, int Parameters, double Quality)
    {
        // The library adds the same figures in the same order.
        public double Weight { get; } = (Type == "*" ? 0 : Subtype == "*" ? 0.00001 : 0.00002) + Quality + (0.00010 * Parameters);

        public bool Fits(string type) => Type == "*"
            || (Subtype == "*" ? type.StartsWith(Type + "/", StringComparison.Ordinal) : Parameters == 0 && type == Type + "/" + Subtype);
    }
}
