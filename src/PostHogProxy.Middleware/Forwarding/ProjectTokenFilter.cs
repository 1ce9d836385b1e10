using System.Collections.Frozen;
using PostHogProxy.Endpoints;
using PostHogProxy.Rules.Routes;

namespace PostHogProxy.Forwarding;

/// <summary>
/// Closes the proxy to projects that are not the team's. <c>/array/&lt;token>/config.js</c> is JavaScript written by whoever owns the token's
/// project; served from the team's own origin it is a way round <c>script-src 'self'</c>.
/// </summary>
internal sealed class ProjectTokenFilter(IEnumerable<string> tokens)
{
    private const string RemoteConfig = "/array/";

    // The names under which PostHog's clients send a token in a query.
    private static readonly FrozenSet<string> Keys = new[] { "token", "api_key", "project_token" }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    private readonly FrozenSet<string> _tokens = tokens.ToFrozenSet(StringComparer.Ordinal);

    public bool IsForeign(RequestTarget target, RouteKind kind) =>
        _tokens.Count > 0 && ((kind == RouteKind.RemoteConfig && IsForeignPath(target)) || IsForeignQuery(target));

    // Compared as written: an escaped token is none that a client sends.
    private bool IsForeignPath(RequestTarget target)
    {
        var rest = target.Value.AsSpan(RemoteConfig.Length, target.PathLength - RemoteConfig.Length);
        var end = rest.IndexOf('/');
        return !Contains(end < 0 ? rest : rest[..end]);
    }

    private bool IsForeignQuery(RequestTarget target)
    {
        if (target.PathLength == target.Value.Length)
        {
            return false;
        }

        foreach (var pair in new Microsoft.AspNetCore.WebUtilities.QueryStringEnumerable(target.Value.AsMemory(target.PathLength)))
        {
            if (Keys.GetAlternateLookup<ReadOnlySpan<char>>().Contains(pair.DecodeName().Span) && !Contains(pair.DecodeValue().Span))
            {
                return true;
            }
        }

        return false;
    }

    private bool Contains(ReadOnlySpan<char> token) => _tokens.GetAlternateLookup<ReadOnlySpan<char>>().Contains(token);
}
