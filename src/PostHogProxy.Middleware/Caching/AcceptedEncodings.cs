using Microsoft.Extensions.Primitives;

namespace PostHogProxy.Caching;

/// <summary>
/// The encodings that count for the cache. Browsers write many more and in any order: a cache that went by the text would fetch each script
/// once for every browser.
/// </summary>
[Flags]
internal enum AcceptedEncodings
{
    None = 0,
    Gzip = 1 << 0,
    Brotli = 1 << 1,
}

/// <summary>Reads them off a request and writes them onto another.</summary>
internal static class AcceptedEncodingsOf
{
    public static AcceptedEncodings Request(StringValues header)
    {
        var accepted = AcceptedEncodings.None;
        for (var i = 0; i < header.Count; i++)
        {
            foreach (var part in header[i].AsSpan().Split(','))
            {
                accepted |= Coding(header[i].AsSpan()[part]);
            }
        }

        return accepted;
    }

    /// <summary>What PostHog is asked for.</summary>
    public static string Text(AcceptedEncodings accepted) => accepted switch
    {
        AcceptedEncodings.Gzip => "gzip",
        AcceptedEncodings.Brotli => "br",
        AcceptedEncodings.Gzip | AcceptedEncodings.Brotli => "br, gzip",
        _ => "identity",
    };

    /// <summary>Whether a body in this encoding may go to whoever accepts these.</summary>
    public static bool Allow(AcceptedEncodings accepted, string? contentEncoding) => contentEncoding switch
    {
        null => true,
        _ when contentEncoding.Equals("gzip", StringComparison.OrdinalIgnoreCase) => accepted.HasFlag(AcceptedEncodings.Gzip),
        _ when contentEncoding.Equals("br", StringComparison.OrdinalIgnoreCase) => accepted.HasFlag(AcceptedEncodings.Brotli),
        _ => false,
    };

    private static AcceptedEncodings Coding(ReadOnlySpan<char> written)
    {
        var end = written.IndexOf(';');
        var name = (end < 0 ? written : written[..end]).Trim();
        var coding = Is(name, "gzip") || Is(name, "x-gzip") ? AcceptedEncodings.Gzip
            : Is(name, "br") ? AcceptedEncodings.Brotli
            : AcceptedEncodings.None;
        return coding == AcceptedEncodings.None || (end >= 0 && IsRefused(written[(end + 1)..])) ? AcceptedEncodings.None : coding;
    }

    private static bool Is(ReadOnlySpan<char> name, string coding) => name.Equals(coding, StringComparison.OrdinalIgnoreCase);

    // q=0, q=0.0 and so on: no digit but zeros.
    private static bool IsRefused(ReadOnlySpan<char> parameters)
    {
        foreach (var part in parameters.Split(';'))
        {
            var parameter = parameters[part].Trim();
            if (parameter.StartsWith("q", StringComparison.OrdinalIgnoreCase) && parameter[1..].TrimStart() is ['=', .. var quality])
            {
                return !quality.ContainsAnyInRange('1', '9');
            }
        }

        return false;
    }
}
