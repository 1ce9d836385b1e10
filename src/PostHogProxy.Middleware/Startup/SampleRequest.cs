using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing.Patterns;
using PostHogProxy.Rules.Aliases;
using PostHogProxy.Rules.Routes;

namespace PostHogProxy.Startup;

/// <summary>One request as a page sends it to the proxy.</summary>
internal readonly record struct SampleRequest(string Method, string Path)
{
    /// <summary>
    /// What may stand for a parameter that a group has put before the proxy and that has a constraint; where none suits it, the proxy itself takes
    /// no sample and nothing is said.
    /// </summary>
    public static readonly IReadOnlyList<string> ParameterValues = ["abc", "1", "0193a5c0-0000-7000-8000-000000000003", "true", "2026-01-31"];

    /// <summary>One for each row of the table that a browser asks for, below the proxy's whole pattern; the most important first.</summary>
    public static IEnumerable<SampleRequest> Below(RoutePattern pattern, string parameterValue, PathAliases? aliases)
    {
        var prefix = Prefix(pattern, parameterValue);
        foreach (var row in ClientRoutes.All)
        {
            if (row.Kind != RouteKind.ServerSdk)
            {
                var path = row.IsTree ? row.Path + Leaf(row.Kind) : row.Path;

                // Where PostHog answers to both, posthog-js sends a POST.
                var method = (row.Methods & ClientMethods.Post) != 0 ? HttpMethods.Post : HttpMethods.Get;
                yield return new(method, prefix + (aliases?.ToAlias(path) ?? path));
            }
        }
    }

    private static string Leaf(RouteKind kind) => kind switch
    {
        RouteKind.RemoteConfig => "phc_x/config.js",
        RouteKind.Assets => "array.js",
        RouteKind.SiteApps => "1/x/1/",
        _ => "messages",
    };

    // All but the last segment, which is our own catch-all.
    private static string Prefix(RoutePattern pattern, string parameterValue) =>
        string.Concat(pattern.PathSegments.SkipLast(1).Select(segment => "/" + string.Concat(segment.Parts.Select(part => part switch
        {
            RoutePatternLiteralPart literal => literal.Content,
            RoutePatternSeparatorPart separator => separator.Content,
            _ => parameterValue,
        }))));
}
