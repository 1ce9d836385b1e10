namespace PostHogProxy.Pomerium.Tests.Differential.Model;

/// <summary>Go's net/url as far as Pomerium uses it (P:internal/urlutil/url.go, ParseAndValidateURL and GetDomainsForURL).</summary>
internal sealed record GoUrl(string Scheme, string Host, string Path)
{
    private const string HostMarks = "-_.~$&+,;=:[]<>\"!'()*";

    public bool IsUnix => Scheme is "unix" or "https+unix";

    public bool IsTunnel => Scheme.StartsWith("tcp+", StringComparison.Ordinal) || Scheme.StartsWith("udp+", StringComparison.Ordinal);

    /// <summary>The host without its port.</summary>
    public string Hostname => Host.LastIndexOf(':') is var colon and >= 0 ? Host[..colon] : Host;

    private string? Port => Host.LastIndexOf(':') is var colon and >= 0 ? Host[(colon + 1)..] : null;

    public static GoUrl Parse(string text)
    {
        if (text.Length == 0)
        {
            throw No("is empty");
        }

        if (text.Any(c => c is < ' ' or '\x7f'))
        {
            throw No("has a control character");
        }

        var rest = text.Split('#')[0];
        var (scheme, behind) = SchemeOf(rest);
        rest = behind.Split('?')[0];
        var host = "";
        if (!rest.StartsWith('/') && scheme.Length > 0)
        {
            return Valid(new(scheme, "", ""));
        }

        if (!rest.StartsWith('/') && rest.Split('/')[0].Contains(':', StringComparison.Ordinal))
        {
            throw No("has a colon in its first segment");
        }

        if (rest.StartsWith("//", StringComparison.Ordinal) && (scheme.Length > 0 || !rest.StartsWith("///", StringComparison.Ordinal)))
        {
            var slash = rest.IndexOf('/', 2);
            (host, rest) = slash < 0 ? (rest[2..], "") : (rest[2..slash], rest[slash..]);
            var at = host.LastIndexOf('@');
            if (at >= 0 && host[..at].Any(c => !(char.IsAsciiLetterOrDigit(c) || "-._:~!$&'()*+,;=%@".Contains(c, StringComparison.Ordinal))))
            {
                throw No("has a bad user");
            }

            host = host[(at + 1)..];
            CheckHost(host);
        }

        return Valid(new(scheme, host, Unescaped(rest)));
    }

    /// <summary>The virtual hosts a URL stands for: with its port where that is not the scheme's own.</summary>
    public IReadOnlyList<string> Domains(bool withDefaultPort)
    {
        if (IsTunnel)
        {
            var parts = Path.Split('/');
            return parts.Length == 1 ? [Host] : parts[1..];
        }

        var own = Scheme == "http" ? "80" : "443";
        return Port is { } port && port != own ? [Host] : withDefaultPort ? [Hostname, $"{Hostname}:{own}"] : [Hostname];
    }

    private static GoUrl Valid(GoUrl url) =>
        url.Scheme.Length == 0 ? throw No("has no scheme") : url.Host.Length == 0 && !url.IsUnix ? throw No("has no host") : url;

    private static (string Scheme, string Behind) SchemeOf(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c == ':')
            {
                return i == 0 ? throw No("has no scheme") : (text[..i].ToLowerInvariant(), text[(i + 1)..]);
            }

            if (!char.IsAsciiLetter(c) && !(i > 0 && (char.IsAsciiDigit(c) || c is '+' or '-' or '.')))
            {
                break;
            }
        }

        return ("", text);
    }

    // Go 1.26 refuses more than one colon (urlstrictcolons). The generator writes no IPv6 addresses.
    private static void CheckHost(string host)
    {
        var colon = host.LastIndexOf(':');
        if (colon >= 0 && (host[(colon + 1)..].Any(c => !char.IsAsciiDigit(c)) || host.IndexOf(':', StringComparison.Ordinal) != colon))
        {
            throw No("has a bad port");
        }

        if (host.Any(c => c < 0x80 && !char.IsAsciiLetterOrDigit(c) && !HostMarks.Contains(c, StringComparison.Ordinal)))
        {
            throw No("has a bad host");
        }
    }

    private static string Unescaped(string path)
    {
        for (var i = path.IndexOf('%', StringComparison.Ordinal); i >= 0; i = path.IndexOf('%', i + 1))
        {
            if (i + 2 >= path.Length || !char.IsAsciiHexDigit(path[i + 1]) || !char.IsAsciiHexDigit(path[i + 2]))
            {
                throw No("has a bad escape");
            }
        }

        return Uri.UnescapeDataString(path);
    }

    private static NotTakenException No(string what) => new("the URL " + what);
}
