using PostHogProxy.Pomerium.Routing;

namespace PostHogProxy.Pomerium.Checks;

/// <summary>
/// The routes of one host that were met so far, kept so that finding the one that hides another does not mean comparing it with all:
/// a prefix hides what begins with it, so only the beginnings of a path have to be looked up.
/// </summary>
internal sealed class EarlierRoutes
{
    // A regular expression is tried on a path; more of them than this is no configuration anybody wrote.
    private const int MostExpressions = 20;

    // Longer ones hide nothing here, so that a file of nothing but long prefixes costs no more than others.
    private const int LongestPrefix = 200;

    private readonly Dictionary<string, CheckedRoute> _prefixes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, CheckedRoute> _paths = new(StringComparer.Ordinal);
    private readonly List<CheckedRoute> _expressions = [];
    private int _longest;

    public void Add(CheckedRoute route)
    {
        if (route.Match.IsDead)
        {
            return;
        }

        if (route.Match.Kind == MatchKind.Regex)
        {
            if (_expressions.Count < MostExpressions)
            {
                _expressions.Add(route);
            }

            return;
        }

        var known = route.Match.Kind == MatchKind.Prefix ? _prefixes : _paths;
        if (!known.TryGetValue(route.Match.Value, out _) && route.Match.Value.Length <= LongestPrefix)
        {
            known[route.Match.Value] = route;
            _longest = route.Match.Kind == MatchKind.Prefix ? Math.Max(_longest, route.Match.Value.Length) : _longest;
        }
    }

    /// <summary>The first of them that takes every path the match stands for; null where none surely does.</summary>
    public CheckedRoute? Hides(RouteMatch match)
    {
        CheckedRoute? first = null;
        void Consider(CheckedRoute? route) =>
            first = route is not null && (first is null || route.Route.Index < first.Route.Index) ? route : first;

        if (match.IsDead)
        {
            return null;
        }

        if (match.Kind == MatchKind.Regex)
        {
            Consider(_prefixes.TryGetValue("/", out var all) ? all : null);
        }
        else
        {
            for (var length = Math.Min(_longest, match.Value.Length); length > 0; length--)
            {
                Consider(_prefixes.TryGetValue(match.Value.Substring(0, length), out var prefix) ? prefix : null);
            }

            Consider(match.Kind == MatchKind.Path && _paths.TryGetValue(match.Value, out var path) ? path : null);
        }

        Consider(_expressions.FirstOrDefault(route => route.Match.TakesAllOf(match)));
        return first;
    }
}
