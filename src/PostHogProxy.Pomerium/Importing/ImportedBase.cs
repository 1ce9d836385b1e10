using PostHogProxy.Pomerium.Checks;
using PostHogProxy.Pomerium.Routing;
using PostHogProxy.Rules.Routes;

namespace PostHogProxy.Pomerium.Importing;

/// <summary>Under which path of the host a route has PostHog's own paths: "" for a host of its own, <c>/t7x</c> under a path.</summary>
internal static class ImportedBase
{
    /// <summary>What is asked of every row of the client paths: the row itself, or something in its folder.</summary>
    public static string Sample(ClientRoute row) => row.IsTree ? row.Path + "x0" : row.Path;

    /// <summary>Null where no such path can be told.</summary>
    public static string? Of(CheckedRoute route) => route.Match.Kind switch
    {
        MatchKind.Path => OfPath(route),
        MatchKind.Prefix when route.SentPrefix is { } sent => OfPrefix(route, sent),
        MatchKind.Prefix => Fitting(route, [Trimmed(route.Match.Value, "/static"), Trimmed(route.Match.Value, "/array"), route.Match.Value.TrimEnd('/'), ""]),
        _ => Fitting(route, [LiteralStart(route.Match.Value), ""]),
    };

    // A route for a part of PostHog's paths has that part in its prefix too: /t7x/e/ to /e/.
    private static string? OfPrefix(CheckedRoute route, string sent)
    {
        var prefix = route.Match.Value.TrimEnd('/');
        var part = sent.TrimEnd('/');
        return part.Length > 0 && sent != route.Match.Value && !route.SendsAssets && CheckedRoute.IsClientPath(sent) && prefix.EndsWith(part, StringComparison.Ordinal)
            ? Trimmed(prefix, part)
            : route.Base;
    }

    private static string? OfPath(CheckedRoute route)
    {
        var path = route.Match.Value;
        return Rewrite.Of(route.Route, route.Match, path) is { Length: > 1 } sent && path.EndsWith(sent, StringComparison.Ordinal) && CheckedRoute.IsClientPath(sent)
            ? Trimmed(path, sent)
            : null;
    }

    // Where an expression has a say, the base is the one under which every client path that is taken reaches PostHog as the client means it.
    private static string? Fitting(CheckedRoute route, string[] candidates)
    {
        return candidates.FirstOrDefault(Fits);

        bool Fits(string candidate)
        {
            var taken = 0;
            foreach (var path in ClientRoutes.All.Select(Sample))
            {
                var takes = route.Match.Takes(candidate + path);
                if (takes is null || (takes == true && Rewrite.Of(route.Route, route.Match, candidate + path) != path))
                {
                    return false;
                }

                taken += takes == true ? 1 : 0;
            }

            return taken > 0;
        }
    }

    private static string LiteralStart(string expression)
    {
        var start = expression.TrimStart('^');
        var end = 0;
        while (end < start.Length && start[end] is '/' or '-' or '_' or (>= '0' and <= '9') or (>= 'a' and <= 'z') or (>= 'A' and <= 'Z'))
        {
            end++;
        }

        return start.Substring(0, end).TrimEnd('/');
    }

    private static string Trimmed(string path, string end)
    {
        var trimmed = path.TrimEnd('/');
        end = end.TrimEnd('/');
        return trimmed.EndsWith(end, StringComparison.Ordinal) ? trimmed.Substring(0, trimmed.Length - end.Length) : trimmed;
    }
}
