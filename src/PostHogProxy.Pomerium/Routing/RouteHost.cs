using System.Globalization;
using PostHogProxy.Pomerium.Reading;
using PostHogProxy.Pomerium.Values;

namespace PostHogProxy.Pomerium.Routing;

/// <summary>
/// The hosts a <c>from</c> stands for. Without a port, or with that of its scheme, it is the host at any port (since v0.26); another port
/// makes a host of its own that does not fall back. A <c>*</c> stands for any text, dots included (P:internal/urlutil/url.go,
/// GetDomainsForURL; config/envoyconfig/routes.go). Envoy looks up an exact host without regard to case; a wildcard is a regular expression,
/// so letter by letter.
/// </summary>
internal readonly record struct RouteHost(string Name, int? Port)
{
    private const int HttpPort = 80;
    private const int HttpsPort = 443;

    public bool IsWildcard => Name.Contains('*');

    /// <summary>
    /// The host of a route that takes HTTP requests; null where its <c>from</c> is refused or it takes CONNECT only. Every scheme but TCP
    /// and UDP is HTTP's to the route configuration, SSH included, which takes the requests of a host that is spelt as it is.
    /// </summary>
    public static RouteHost? Of(PomeriumRoute route) =>
        route.From is not { Host.Length: > 0 } from || IsConnect(route) ? null
        : IsSsh(route) ? Of(from, route.FromText!.Value) with { Name = from.Host }
        : Of(from, route.FromText!.Value);

    /// <summary>Whether the route takes nothing but CONNECT (P:config/policy.go, IsTCP and IsUDP).</summary>
    public static bool IsConnect(PomeriumRoute route) =>
        route.FromText?.Value is { } from && (from.StartsWith("tcp", StringComparison.Ordinal) || from.StartsWith("udp", StringComparison.Ordinal));

    /// <summary>Whether it is an SSH route (P:config/policy.go, IsSSH), which adds no host but takes the requests of one that is there.</summary>
    public static bool IsSsh(PomeriumRoute route) => route.FromText?.Value.StartsWith("ssh://", StringComparison.Ordinal) == true;

    public static RouteHost Of(PomeriumUrl url, string written)
    {
        // A colon without a port belongs to the name: no request has such a host.
        var name = url.Port is null && HasBareColon(written) ? url.Host + ":" : url.Host;
        return new(Spelled(name), url.Port == StandardPort(url) ? null : url.Port);
    }

    /// <summary>The names that Envoy gets for a URL, as they are spelt.</summary>
    /// <param name="url">The URL.</param>
    /// <param name="written">The same as text.</param>
    /// <param name="withPort">Whether the host with its scheme's port is a name beside the one without.</param>
    public static IReadOnlyList<string> Domains(PomeriumUrl url, string written, bool withPort)
    {
        if (url.Scheme.StartsWith("tcp+", StringComparison.Ordinal) || url.Scheme.StartsWith("udp+", StringComparison.Ordinal))
        {
            return url.Path.Length == 0 ? [url.Port is null && HasBareColon(written) ? url.Host + ":" : url.Authority] : [.. url.Path.Split('/').Skip(1)];
        }

        var name = url.Host.Trim('[', ']');
        return url.Port is null && HasBareColon(written) ? [url.Host + ":"]
            : url.Port is not null && url.Port != StandardPort(url) ? [url.Authority]
            : withPort ? [name, $"{url.Host}:{StandardPort(url)}"]
            : [name];
    }

    /// <summary>The host of one of these names, for looking up.</summary>
    public static RouteHost OfDomain(string domain)
    {
        // An IPv6 address has more colons, and its port behind the bracket.
        var colon = domain.LastIndexOf(':');
        var port = domain.Substring(colon + 1);
        return colon > 0 && (domain.IndexOf(':') == colon || domain[colon - 1] == ']') && int.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? new(Spelled(domain.Substring(0, colon)), number)
            : new(Spelled(domain), null);
    }

    /// <summary>Whether a wildcard takes the host.</summary>
    /// <param name="host">The host of the request.</param>
    /// <param name="port">Its port; null for the one that browsers leave out.</param>
    /// <param name="standardPort">The port that a wildcard without one stands for, by the scheme of its from; null for every port (runtime_flags.match_any_incoming_port).</param>
    public bool Takes(string host, int? port, int? standardPort = null)
    {
        var authority = port is { } number ? $"{host}:{number}" : host;
        return Port is { } own ? Matches($"{Name}:{own}", authority)
            : Matches(Name, authority) || ((standardPort is null || port == standardPort) && Matches(Name, host));
    }

    public override string ToString() => Port is { } port ? $"{Name}:{port}" : Name;

    /// <summary>The port of the URL's scheme; every scheme but http has that of https.</summary>
    public static int StandardPort(PomeriumUrl url) => url.Scheme == "http" ? HttpPort : HttpsPort;

    private static string Spelled(string name) => name.Contains('*') ? name : name.ToLowerInvariant();

    private static bool HasBareColon(string url)
    {
        var start = url.IndexOf("://", StringComparison.Ordinal) + 3;
        var end = url.IndexOfAny(['/', '?', '#'], start);
        return end < 0 ? url[url.Length - 1] == ':' : end > 0 && url[end - 1] == ':';
    }

    // The classic match with one place to go back to: linear for one star, never exponential.
    private static bool Matches(string pattern, string text)
    {
        int p = 0, t = 0, star = -1, mark = 0;
        while (t < text.Length)
        {
            if (p < pattern.Length && pattern[p] == '*')
            {
                star = p++;
                mark = t;
            }
            else if (p < pattern.Length && pattern[p] == text[t])
            {
                p++;
                t++;
            }
            else if (star >= 0)
            {
                p = star + 1;
                t = ++mark;
            }
            else
            {
                return false;
            }
        }

        while (p < pattern.Length && pattern[p] == '*')
        {
            p++;
        }

        return p == pattern.Length;
    }
}
