using System.Collections.Frozen;
using PostHogProxy.Endpoints;
using PostHogProxy.Rules.Routes;

namespace PostHogProxy.Forwarding;

/// <summary>
/// Closes the proxy to projects that are not the team's. <c>/array/&lt;token>/config.js</c> is JavaScript written by whoever owns the token's
/// project; served from the team's own origin it is a way round <c>script-src 'self'</c>.
/// </summary>
internal sealed class ProjectTokenFilter(IReadOnlyCollection<string> tokens)
{
    private const string RemoteConfig = "/array/";

    // The names under which PostHog's clients send a token in a query.
    private static readonly FrozenSet<string> Keys = new[] { "token", "api_key", "project_token" }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    // Nobody encodes a token more often than this; a target that does is an attempt.
    private const int MostDecodings = 4;

    private readonly FrozenSet<string> _tokens = tokens.ToFrozenSet(StringComparer.Ordinal);
    private readonly FrozenSet<string> _inPath = tokens.Concat(tokens.Select(Uri.EscapeDataString)).ToFrozenSet(StringComparer.Ordinal);

    public bool IsForeign(RequestTarget target, RouteKind kind) =>
        _tokens.Count > 0 && ((kind == RouteKind.RemoteConfig && IsForeignPath(target)) || IsForeignQuery(target) || IsForeignSomewhere(target.Value));

    // Whatever else looks like a token: in a path no row knows, under a key we have not heard of, encoded twice.
    private bool IsForeignSomewhere(string text)
    {
        for (var decodings = 0; decodings < MostDecodings; decodings++)
        {
            if (HasForeign(text))
            {
                return true;
            }

            var decoded = text.Contains('%') ? Uri.UnescapeDataString(text) : text;
            if (decoded == text)
            {
                return false;
            }

            text = decoded;
        }

        return true;
    }

    private bool HasForeign(ReadOnlySpan<char> text)
    {
        for (int at; (at = text.IndexOf(ProjectToken.Prefix)) >= 0;)
        {
            text = text[at..];
            var length = ProjectToken.Prefix.Length;
            while (length < text.Length && ProjectToken.IsTokenCharacter(text[length]))
            {
                length++;
            }

            if (!Contains(text[..length]))
            {
                return true;
            }

            text = text[length..];
        }

        return false;
    }

    // Compared as a client writes it: escaped only where the token has characters that need it.
    private bool IsForeignPath(RequestTarget target)
    {
        var rest = target.Value.AsSpan(RemoteConfig.Length, target.PathLength - RemoteConfig.Length);
        var end = rest.IndexOf('/');
        return !_inPath.GetAlternateLookup<ReadOnlySpan<char>>().Contains(end < 0 ? rest : rest[..end]);
    }

    private bool IsForeignQuery(RequestTarget target)
    {
        if (target.PathLength == target.Value.Length)
        {
            return false;
        }

        foreach (var pair in new Microsoft.AspNetCore.WebUtilities.QueryStringEnumerable(target.Value.AsMemory(target.PathLength)))
        {
            if (Keys.GetAlternateLookup<ReadOnlySpan<char>>().Contains(pair.DecodeName().Span) && !Contains(pair.DecodeValue().Span.Trim()))
            {
                return true;
            }
        }

        return false;
    }

    private bool Contains(ReadOnlySpan<char> token) => _tokens.GetAlternateLookup<ReadOnlySpan<char>>().Contains(token);
}
