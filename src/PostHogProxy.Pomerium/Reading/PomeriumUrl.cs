using System.Globalization;

namespace PostHogProxy.Pomerium.Reading;

/// <summary>
/// A URL as Go's net/url takes it apart: nothing is normalised, because whether a path is empty or "/" decides what Pomerium sends.
/// </summary>
internal sealed record PomeriumUrl(string Scheme, string Host, int? Port, string Path)
{
    /// <summary>The host, with the port where one is written.</summary>
    public string Authority => Port is { } port ? Host + ":" + port.ToString(CultureInfo.InvariantCulture) : Host;

    public bool IsHttp => Scheme is "http" or "https";

    /// <summary>Takes a URL apart; null with the reason in <paramref name="problem"/> where Pomerium would refuse it.</summary>
    public static PomeriumUrl? Parse(string text, out string? problem)
    {
        problem = null;
        if (text.Length == 0)
        {
            problem = "is empty";
            return null;
        }

        foreach (var c in text)
        {
            if (c <= ' ' || c == '\u007f')
            {
                problem = "has white space or a control character in it";
                return null;
            }
        }

        var colon = text.IndexOf("://", StringComparison.Ordinal);
        if (colon <= 0 || !IsScheme(text, colon))
        {
            problem = "has no scheme such as https://";
            return null;
        }

        var rest = text.Substring(colon + 3);
        var end = rest.IndexOfAny(['/', '?', '#']);
        var authority = end < 0 ? rest : rest.Substring(0, end);
        var tail = end < 0 ? "" : rest.Substring(end);
        var cut = tail.IndexOfAny(['?', '#']);
        var path = cut < 0 ? tail : tail.Substring(0, cut);
        return Split(text.Substring(0, colon).ToLowerInvariant(), authority.Substring(authority.LastIndexOf('@') + 1), path, ref problem);
    }

    private static PomeriumUrl? Split(string scheme, string authority, string path, ref string? problem)
    {
        var bracket = authority.LastIndexOf(']');
        var colon = authority.IndexOf(':', Math.Max(0, bracket));
        var host = colon < 0 ? authority : authority.Substring(0, colon);
        if (host.Length == 0)
        {
            problem = "has no host";
            return null;
        }

        // What Go's net/url takes in no host; of other signs it takes more than a name can have.
        if (host.IndexOfAny(['\\', '^', '`', '{', '}', '|']) is >= 0 and var at)
        {
            problem = $"has the character '{host[at]}' in its host";
            return null;
        }

        int? port = null;
        if (colon >= 0 && colon + 1 < authority.Length)
        {
            var written = authority.Substring(colon + 1);
            if (!int.TryParse(written, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            {
                problem = $"has the port '{written}', which is no number";
                return null;
            }

            port = number;
        }

        return new(scheme, host, port, path);
    }

    private static bool IsScheme(string text, int length)
    {
        for (var i = 0; i < length; i++)
        {
            if (text[i] is not (>= 'a' and <= 'z' or >= 'A' and <= 'Z') && (i == 0 || text[i] is not (>= '0' and <= '9' or '+' or '-' or '.')))
            {
                return false;
            }
        }

        return true;
    }
}
