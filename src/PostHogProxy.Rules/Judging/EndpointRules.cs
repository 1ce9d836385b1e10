using PostHogProxy.Rules.Findings;
using PostHogProxy.Rules.Routes;

namespace PostHogProxy.Rules.Judging;

/// <summary>Judges how proxies are mapped: PHX1003 to PHX1005.</summary>
internal static class EndpointRules
{
    /// <summary>PHX1003 on what a call of <c>MapPostHogProxy</c>, or a section, names as the path.</summary>
    /// <param name="pattern">What is written there, without the prefixes of groups; null where null is.</param>
    /// <param name="proposal">A path that no rule objects to; null where none is known.</param>
    /// <param name="where">The file, for the finding.</param>
    public static Finding? Unusable(string? pattern, string? proposal, string where) =>
        ProxyPath.Problem(pattern) is { } problem
            ? EndpointFindingRules.UnusablePath.Say(
                $"{problem} The app doesn't start with this path.", where, proposal is null ? null : $"Write \"{proposal}\".") with
            { Replacement = proposal }
            : null;

    /// <summary>PHX1003 on a proxy that would answer for every path of every host of the app.</summary>
    public static Finding? RootWithoutHost(MappedProxy proxy, string proposal, string where) =>
        proxy is { Path: "/", Hosts.Count: 0 }
            ? EndpointFindingRules.UnusablePath.Say(
                "The proxy is mapped at '/' for every host. Every request that no other endpoint handles is sent to PostHog.",
                where,
                $"Write a path of your own such as \"{proposal}\", or add RequireHost(\"e.shop.example\") with a host that is the proxy's alone.")
            : null;

    /// <summary>PHX1004 on a call of <c>RequireAuthorization</c> on the proxy's endpoint, or on a group it is in.</summary>
    /// <param name="isShared">Whether the call is on a group that holds other endpoints too, which need it.</param>
    /// <param name="where">The file, for the finding.</param>
    public static Finding Authorization(bool isShared, string where) =>
        EndpointFindingRules.Authorization.Say(
            "RequireAuthorization has no effect on the PostHog proxy. Visitors who aren't signed in send events, so the endpoint allows anonymous requests. "
            + "AllowAnonymous wins, whatever the order.",
            where,
            isShared ? "Map the proxy outside this group." : "Remove the call.");

    /// <summary>PHX1005 on two proxies of one app; null where they do not meet, or where that is not known.</summary>
    public static Finding? Overlap(MappedProxy first, MappedProxy second, string where)
    {
        // A proxy of one host beside one of all hosts is no mistake: on its host it wins.
        if (first.Path is not { } outer || second.Path is not { } inner
            || first.Hosts is not { } hosts || second.Hosts is not { } others
            || (hosts.Count == 0) != (others.Count == 0)
            || (hosts.Count > 0 && !HostPattern.Meet(hosts, others)))
        {
            return null;
        }

        if (string.Equals(outer, inner, StringComparison.OrdinalIgnoreCase))
        {
            return EndpointFindingRules.Overlap.Say(
                $"Two PostHog proxies are mapped at '{inner}'. A request there matches both and is answered with 500.",
                where,
                "Remove one, or give it a path of its own.");
        }

        return IsInside(inner, outer) ? Inside(inner, outer) : IsInside(outer, inner) ? Inside(outer, inner) : null;

        Finding Inside(string child, string parent) => EndpointFindingRules.Overlap.Say(
            $"The PostHog proxy at '{child}' is inside the path of the one at '{parent}'. The outer proxy doesn't get requests for the inner path.",
            where,
            "Give one of them a path outside the other.");
    }

    private static bool IsInside(string path, string parent) =>
        parent == "/" || (path.Length > parent.Length && path[parent.Length] == '/' && path.StartsWith(parent, StringComparison.OrdinalIgnoreCase));
}
