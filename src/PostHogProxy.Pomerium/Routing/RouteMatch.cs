using PostHogProxy.Pomerium.Reading;
using PostHogProxy.Pomerium.Values;

namespace PostHogProxy.Pomerium.Routing;

/// <summary>Which part of a route's match counts: of regex, path and prefix only one does (P:config/envoyconfig/routes.go, mkRouteMatch).</summary>
internal enum MatchKind
{
    Prefix,
    Path,
    Regex,
}

/// <summary>What paths a route takes.</summary>
internal sealed class RouteMatch
{
    private readonly GoRegex? _regex;

    private RouteMatch(MatchKind kind, string value, GoRegex? regex)
    {
        Kind = kind;
        Value = value;
        _regex = regex;
    }

    public MatchKind Kind { get; }

    /// <summary>The prefix, the path or the expression; "/" where the route has none.</summary>
    public string Value { get; }

    public bool IsCatchAll => Kind == MatchKind.Prefix && Value == "/";

    /// <summary>Whether no request can match: a prefix or a path without a leading slash, an expression RE2 does not compile.</summary>
    public bool IsDead => Kind == MatchKind.Regex ? _regex!.IsBroken : Value[0] != '/';

    public static RouteMatch Of(PomeriumRoute route)
    {
        if (route.Regex is { } regex)
        {
            return new(MatchKind.Regex, regex, GoRegex.Parse(regex));
        }

        return route.Path is { } path ? new(MatchKind.Path, path, null) : new(MatchKind.Prefix, route.Prefix ?? "/", null);
    }

    /// <summary>Whether the path is taken; null where an expression reads differently in Go and here.</summary>
    public bool? Takes(string path) => Kind switch
    {
        MatchKind.Regex => _regex!.MatchesAll(path),
        MatchKind.Path => path == Value,
        _ => path.StartsWith(Value, StringComparison.Ordinal),
    };

    /// <summary>Whether every path of <paramref name="other"/> is surely taken by this one.</summary>
    public bool TakesAllOf(RouteMatch other) => Kind switch
    {
        MatchKind.Prefix => IsCatchAll || (other.Kind != MatchKind.Regex && other.Value.StartsWith(Value, StringComparison.Ordinal)),
        MatchKind.Path => other.Kind == MatchKind.Path && other.Value == Value,
        _ => other.Kind == MatchKind.Regex ? other.Value == Value && !IsDead : other.Kind == MatchKind.Path ? _regex!.MatchesAll(other.Value) == true : Value is ".*" or "/.*" or "^/.*$" or "^/.*" or "^.*$",
    };

    public override string ToString() => IsCatchAll ? "every path" : $"{Kind.ToString().ToLowerInvariant()} '{Value}'";
}
