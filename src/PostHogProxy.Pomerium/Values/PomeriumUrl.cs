using System.Globalization;

namespace PostHogProxy.Pomerium.Values;

/// <summary>
/// A URL as Go's net/url takes it apart: nothing is normalised, because whether a path is empty or "/" decides what Pomerium sends. The
/// host is empty only for a Unix socket (P:internal/urlutil/url.go, IsUnixScheme), or where nothing but a port is written.
/// </summary>
internal sealed record PomeriumUrl(string Scheme, string Host, int? Port, string Path)
{
    private const string NoScheme = "has no scheme such as https://";

    /// <summary>The host, with the port where one is written.</summary>
    public string Authority => Port is { } port ? Host + ":" + port.ToString(CultureInfo.InvariantCulture) : Host;

    public bool IsHttp => Scheme is "http" or "https";

    /// <summary>Whether it names a Unix socket, whose place is the path.</summary>
    public bool IsUnix => Scheme is "unix" or "https+unix";

    /// <summary>Takes a URL apart; null with the reason in <paramref name="problem"/> where Pomerium would refuse it.</summary>
    public static PomeriumUrl? Parse(string text, out string? problem)
    {
        problem = text.Length == 0 ? "is empty"
            : text[text.Length - 1] is '\n' or '\r' ? "ends in a line break, as a block text (| or >) does"
            : text.Any(c => c < ' ' || c == '\u007f') ? "has a control character in it"
            : null;
        if (problem is not null)
        {
            return null;
        }

        var hash = text.IndexOf('#');
        var rest = hash < 0 ? text : text.Substring(0, hash);
        var colon = SchemeEnd(rest);
        if (colon <= 0)
        {
            problem = NoScheme;
            return null;
        }

        var scheme = rest.Substring(0, colon).ToLowerInvariant();
        rest = rest.Substring(colon + 1);
        var query = rest.IndexOf('?');
        rest = query < 0 ? rest : rest.Substring(0, query);
        if (!rest.StartsWith("//", StringComparison.Ordinal))
        {
            if (scheme is "unix" or "https+unix")
            {
                return IsEscaped(rest, ref problem) ? new(scheme, "", null, rest.Length > 0 && rest[0] == '/' ? rest : "") : null;
            }

            problem = text.Contains("://") ? "has no host" : NoScheme;
            return null;
        }

        var slash = rest.IndexOf('/', 2);
        var authority = slash < 0 ? rest.Substring(2) : rest.Substring(2, slash - 2);
        var path = slash < 0 ? "" : rest.Substring(slash);
        var at = authority.LastIndexOf('@');
        if (at >= 0 && !IsUserinfo(authority.Substring(0, at)))
        {
            problem = "has characters before the @ that no user name can have";
            return null;
        }

        var url = Split(scheme, authority.Substring(at + 1), path, ref problem);
        return url is not null && IsEscaped(path, ref problem) ? url : null;
    }

    private static PomeriumUrl? Split(string scheme, string authority, string path, ref string? problem)
    {
        var bracket = authority.LastIndexOf('[');
        var closing = authority.LastIndexOf(']');
        if (bracket >= 0 && (bracket > 0 || closing < 0 || !IsAddress(authority.Substring(1, closing - 1))))
        {
            problem = "has brackets in its host that hold no IPv6 address";
            return null;
        }

        // A second colon makes no host of http; other schemes may have lists of hosts.
        var colon = bracket >= 0 ? closing + 1 : scheme is "http" or "https" ? authority.IndexOf(':') : authority.LastIndexOf(':');
        var host = colon < 0 || colon >= authority.Length ? authority : authority.Substring(0, colon);
        var port = colon < 0 || colon >= authority.Length ? "" : authority.Substring(colon);
        if (port.Length > 0 && (port[0] != ':' || port.Skip(1).Any(c => c is not (>= '0' and <= '9'))))
        {
            problem = $"has the port '{port.TrimStart(':')}', which isn't a number";
            return null;
        }

        if (host.Length == 0 && port.Length == 0 && scheme is not ("unix" or "https+unix"))
        {
            problem = "has no host";
            return null;
        }

        // What Go's net/url takes in no host; of other signs it takes more than a name can have.
        if (host.IndexOfAny([' ', '\\', '^', '`', '{', '}', '|', '%']) is >= 0 and var at && !(bracket == 0 && host[at] == '%'))
        {
            problem = host[at] == ' ' ? "has a space in its host" : $"has the character '{host[at]}' in its host";
            return null;
        }

        return new(scheme, host, port.Length > 1 ? int.TryParse(port.TrimStart(':'), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : int.MaxValue : null, path);
    }

    // Where the colon behind the scheme stands; 0 or less where there is none.
    private static int SchemeEnd(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            switch (text[i])
            {
                case >= 'a' and <= 'z' or >= 'A' and <= 'Z':
                    break;
                case >= '0' and <= '9' or '+' or '-' or '.' when i > 0:
                    break;
                case ':':
                    return i;
                default:
                    return -1;
            }
        }

        return -1;
    }

    private static bool IsUserinfo(string text) =>
        text.All(c => c is >= '0' and <= '9' or >= 'a' and <= 'z' or >= 'A' and <= 'Z' || "-._:~!$&'()*+,;=%@".Contains(c)) && Escapes(text);

    private static bool IsAddress(string text)
    {
        var zone = text.IndexOf("%25", StringComparison.Ordinal);
        var address = zone < 0 ? text : text.Substring(0, zone);
        return GoAddress.IsIPv6(address) && zone + 3 != text.Length;
    }

    private static bool IsEscaped(string path, ref string? problem)
    {
        problem = Escapes(path) ? null : "has a % in its path that two hexadecimal digits do not follow";
        return problem is null;
    }

    private static bool Escapes(string text)
    {
        for (var i = text.IndexOf('%'); i >= 0; i = text.IndexOf('%', i + 1))
        {
            if (i + 2 >= text.Length || !Uri.IsHexDigit(text[i + 1]) || !Uri.IsHexDigit(text[i + 2]))
            {
                return false;
            }
        }

        return true;
    }
}
