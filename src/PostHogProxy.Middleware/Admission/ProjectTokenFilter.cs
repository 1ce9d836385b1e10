using System.Collections.Frozen;
using PostHogProxy.Forwarding.Messages;
using PostHogProxy.Rules.Routes;

namespace PostHogProxy.Admission;

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

    // Tokens of an unusual form that look like another's in part, such as "shop.phc_1", as they are and escaped.
    private readonly string[] _withPrefixInside =
        [.. tokens.Concat(tokens.Select(Uri.EscapeDataString)).Where(token => token.Contains(ProjectToken.Prefix, StringComparison.Ordinal) && !ProjectToken.IsUsual(token))];

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
        for (int found, from = 0; (found = text[from..].IndexOf(ProjectToken.Prefix)) >= 0;)
        {
            var at = from + found;
            var end = at + ProjectToken.Prefix.Length;
            while (end < text.Length && ProjectToken.IsTokenCharacter(text[end]))
            {
                end++;
            }

            from = Contains(text[at..end]) ? end : EndOfUnusual(text, at);
            if (from < 0)
            {
                return true;
            }
        }

        return false;
    }

    // Where the own token ends that has the prefix at this place; -1 where there is none.
    private int EndOfUnusual(ReadOnlySpan<char> text, int at)
    {
        foreach (var token in _withPrefixInside)
        {
            for (var inside = token.IndexOf(ProjectToken.Prefix, StringComparison.Ordinal); inside >= 0;
                inside = token.IndexOf(ProjectToken.Prefix, inside + 1, StringComparison.Ordinal))
            {
                var end = at - inside + token.Length;
                if (inside <= at && text[(at - inside)..].StartsWith(token, StringComparison.Ordinal)
                    && (end == text.Length || !ProjectToken.IsTokenCharacter(text[end])))
                {
                    return end;
                }
            }
        }

        return -1;
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
