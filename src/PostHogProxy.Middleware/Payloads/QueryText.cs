using System.Net;
using System.Text;

namespace PostHogProxy.Payloads;

/// <summary>A query as it was sent, with or without its <c>?</c>. What is not asked for stays byte for byte.</summary>
internal static class QueryText
{
    public static string? Value(string query, string name)
    {
        foreach (var part in Parts(query))
        {
            if (Name(part) == name)
            {
                var equals = part.IndexOf('=', StringComparison.Ordinal);
                return equals < 0 ? "" : WebUtility.UrlDecode(part[(equals + 1)..]);
            }
        }

        return null;
    }

    public static string Without(string query, params ReadOnlySpan<string> names)
    {
        var kept = new List<string>();
        foreach (var part in Parts(query))
        {
            if (!names.Contains(Name(part)))
            {
                kept.Add(part);
            }
        }

        return Text(kept);
    }

    /// <summary>With the value in the place that the name has, or at the end.</summary>
    public static string With(string query, string name, string value)
    {
        var parts = Parts(query);
        var at = Array.FindIndex(parts, part => Name(part) == name);
        var put = name + "=" + value;
        if (at < 0)
        {
            return Text([.. parts, put]);
        }

        parts[at] = put;
        return Text(parts);
    }

    private static string[] Parts(string query) =>
        query.Length == 0 || query == "?" ? [] : (query[0] == '?' ? query[1..] : query).Split('&');

    private static string Name(string part)
    {
        var equals = part.IndexOf('=', StringComparison.Ordinal);
        return WebUtility.UrlDecode(equals < 0 ? part : part[..equals]);
    }

    private static string Text(IReadOnlyCollection<string> parts) =>
        parts.Count == 0 ? "" : new StringBuilder("?").AppendJoin('&', parts).ToString();
}
