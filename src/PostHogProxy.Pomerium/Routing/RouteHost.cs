using PostHogProxy.Pomerium.Reading;

namespace PostHogProxy.Pomerium.Routing;

/// <summary>
/// The hosts a <c>from</c> stands for. Without a port, or with 443, it is the host at any port (since v0.26); another port makes a host
/// of its own that does not fall back. A <c>*</c> stands for any text, dots included (P:urlutil/url.go, config/envoyconfig/routes.go).
/// </summary>
internal readonly record struct RouteHost(string Name, int? Port)
{
    private const int HttpPort = 80;
    private const int HttpsPort = 443;

    public bool IsWildcard => Name.Contains('*');

    /// <summary>The host of a route; null where its <c>from</c> is refused or not HTTP.</summary>
    public static RouteHost? Of(PomeriumRoute route) => route.From is { IsHttp: true } from ? Of(from) : null;

    public static RouteHost Of(PomeriumUrl url)
    {
        var standard = url.Scheme == "http" ? HttpPort : HttpsPort;
        return new(url.Host.ToLowerInvariant(), url.Port == standard ? null : url.Port);
    }

    /// <summary>Whether a wildcard takes the host.</summary>
    public bool Takes(string host, int port) => (Port is null || Port == port) && Matches(Name, host);

    public override string ToString() => Port is { } port ? $"{Name}:{port}" : Name;

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
