using Microsoft.Net.Http.Headers;
using PostHogProxy.Forwarding.Headers;
using PostHogProxy.Rules.Routes;

namespace PostHogProxy.Caching;

/// <summary>Reads what an answer depends on, as <c>Vary</c> has it.</summary>
internal static class VaryNames
{
    /// <summary>Whether it is nothing but what is in the key, so that the answer is the same for all who have that key.</summary>
    public static bool AreInTheKey(ReadOnlySpan<char> vary, RouteKind kind)
    {
        foreach (var part in vary.Split(','))
        {
            if (!IsInTheKey(vary[part].Trim(), kind))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>
    /// Whether a visitor's own request could bring another answer than the one that was asked for on behalf of all: it names a header that goes on to
    /// PostHog. One that stays here, such as a cookie, makes no difference.
    /// </summary>
    public static bool MayDependOnVisitor(ReadOnlySpan<char> vary, RouteKind kind)
    {
        foreach (var part in vary.Split(','))
        {
            var name = vary[part].Trim();
            if (!IsInTheKey(name, kind) && (name is "*" || RequestHeaders.Passes(name)))
            {
                return true;
            }
        }

        return false;
    }

    // Origin is never sent for a kept answer, so there is one variant of it.
    private static bool IsInTheKey(ReadOnlySpan<char> name, RouteKind kind) =>
        name.IsEmpty
        || name.Equals(HeaderNames.AcceptEncoding, StringComparison.OrdinalIgnoreCase)
        || name.Equals(HeaderNames.Origin, StringComparison.OrdinalIgnoreCase)
        || (kind == RouteKind.RemoteConfig && name.Equals(HeaderNames.Referer, StringComparison.OrdinalIgnoreCase));
}
