using System.Globalization;

namespace PostHogProxy.Pomerium.Tests.Differential.Model;

/// <summary>
/// Whether somebody who has to sign in is redirected, by what the client accepts (P:authorize/check_response.go, ShouldRedirect, with the
/// library it asks, tniswong/go.rfcx rfc7231: a word goes on to the next / ; = or comma, blanks included, and q=0 counts as no q).
/// </summary>
internal static class AcceptHeader
{
    private static readonly string[] Offered =
        ["text/html", "application/json", "text/plain", "application/grpc-web-text", "application/grpc-web+proto", "application/grpc+proto"];

    /// <summary>Whether the answer is a redirect; what cannot be read and what fits nothing are redirected, too.</summary>
    public static bool TakesHtml(string accept)
    {
        if (Parse(accept) is not { } ranges)
        {
            return true;
        }

        foreach (var range in ranges.OrderByDescending(range => range.Weight))
        {
            if (Offered.FirstOrDefault(range.Fits) is { } type)
            {
                return type == "text/html";
            }
        }

        return true;
    }

    private static List<MediaRange>? Parse(string text)
    {
        var tokens = Tokens(text);
        if (tokens.Count == 0)
        {
            return [new("*", "*", 0, 1)];
        }

        var ranges = new List<MediaRange>();
        var at = 0;
        while (at < tokens.Count)
        {
            at += tokens[at] == "," ? 1 : 0;
            if (at + 2 >= tokens.Count || IsMark(tokens[at]) || tokens[at + 1] != "/" || IsMark(tokens[at + 2]) || (tokens[at] == "*" && tokens[at + 2] != "*"))
            {
                return null;
            }

            var (type, subtype) = (tokens[at].ToLowerInvariant(), tokens[at + 2].ToLowerInvariant());
            var parameters = new Dictionary<string, string>(StringComparer.Ordinal);
            for (at += 3; at < tokens.Count && tokens[at] != ","; at += 4)
            {
                if (tokens[at] != ";" || at + 2 >= tokens.Count || tokens[at + 2] != "=")
                {
                    return null;
                }

                parameters[tokens[at + 1]] = at + 3 < tokens.Count ? tokens[at + 3] : "";
            }

            double quality = 0;
            if (parameters.Remove("q", out var q) && !double.TryParse(q, NumberStyles.Float, CultureInfo.InvariantCulture, out quality))
            {
                return null;
            }

            quality = Math.Clamp(quality, 0, 1);
            ranges.Add(new(type, subtype, parameters.Count, quality == 0 ? 1 : quality));
        }

        return ranges;
    }

    private static List<string> Tokens(string text)
    {
        var tokens = new List<string>();
        for (var i = 0; i < text.Length;)
        {
            if (char.IsWhiteSpace(text[i]))
            {
                i++;
                continue;
            }

            var start = i;
            i++;
            while (!IsMark(text[start].ToString()) && i < text.Length && !IsMark(text[i].ToString()))
            {
                i++;
            }

            tokens.Add(text[start..i]);
        }

        return tokens;
    }

    private static bool IsMark(string token) => token is "/" or ";" or "=" or ",";

    private sealed record MediaRange(string Type, string Subtype, int Parameters, double Quality)
    {
        public double Weight => Quality + (Type == "*" ? 0 : Subtype == "*" ? 0.00001 : 0.00002) + (0.0001 * Parameters);

        public bool Fits(string type) =>
            Type == "*" || (Subtype == "*" ? type.StartsWith(Type + "/", StringComparison.Ordinal) : Parameters == 0 && type == $"{Type}/{Subtype}");
    }
}
