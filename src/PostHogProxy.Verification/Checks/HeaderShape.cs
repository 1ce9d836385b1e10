using System.Text;

namespace PostHogProxy.Verification.Checks;

/// <summary>
/// Whether two values of one header are the same but for what a server makes anew for every answer: a nonce, a hash, an id in the address of
/// a report.
/// </summary>
internal static class HeaderShape
{
    /// <summary>Whether a value is one of these, but for what is new in every answer.</summary>
    public static bool IsOneOf(string header, string value, IReadOnlyList<string> known)
    {
        if (known.Contains(value))
        {
            return true;
        }

        // HSTS and Alt-Svc have nothing in them that changes from answer to answer.
        if (!CanVary(header))
        {
            return false;
        }

        var shape = Of(header, value);
        return known.Any(one => Of(header, one) == shape) || Pairs(known).Any(pair => Fits(value, pair.One, pair.Other));
    }

    public static bool IsPolicy(string header) => header.StartsWith("Content-Security-Policy", StringComparison.OrdinalIgnoreCase);

    private static bool CanVary(string header) => IsPolicy(header) || header is "NEL" or "Report-To" or "Reporting-Endpoints";

    private static string Of(string header, string value) => IsPolicy(header) ? OfPolicy(value) : WithoutQueries(value);

    // The order of directives and of sources says nothing; nonces and hashes belong to one page.
    private static string OfPolicy(string value) => string.Join(';', value.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
        .Select(directive =>
        {
            var words = directive.Split(' ', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
            return string.Join(' ', words.Skip(1).Where(source => !IsForOnePage(source)).Select(WithoutQueries).Order(StringComparer.Ordinal)
                .Prepend(words[0].ToLowerInvariant()));
        })
        .Order(StringComparer.Ordinal));

    private static bool IsForOnePage(string source) => source.StartsWith("'nonce-", StringComparison.OrdinalIgnoreCase)
        || source.StartsWith("'sha256-", StringComparison.OrdinalIgnoreCase)
        || source.StartsWith("'sha384-", StringComparison.OrdinalIgnoreCase)
        || source.StartsWith("'sha512-", StringComparison.OrdinalIgnoreCase);

    private static string WithoutQueries(string value)
    {
        var kept = new StringBuilder(value.Length);
        var isQuery = false;
        foreach (var c in value)
        {
            isQuery = c == '?' || (isQuery && c is not ('"' or '\'' or ' ' or ',' or ';' or '>' or '}'));
            if (!isQuery)
            {
                kept.Append(c);
            }
        }

        return kept.ToString();
    }

    private static IEnumerable<(string One, string Other)> Pairs(IReadOnlyList<string> known) =>
        known.SelectMany((one, index) => known.Skip(index + 1).Where(other => other != one).Select(other => (one, other)));

    // Two answers to one question show where the server writes something new; what stands before and after it stays.
    private static bool Fits(string value, string one, string other)
    {
        var start = 0;
        while (start < one.Length && start < other.Length && one[start] == other[start])
        {
            start++;
        }

        var end = 0;
        while (end < one.Length - start && end < other.Length - start && one[^(end + 1)] == other[^(end + 1)])
        {
            end++;
        }

        // With less than a third in common the two say nothing about a third.
        return 3 * (start + end) >= one.Length
            && value.Length >= start + end
            && value.StartsWith(one[..start], StringComparison.Ordinal)
            && value.EndsWith(one[^end..], StringComparison.Ordinal);
    }
}
