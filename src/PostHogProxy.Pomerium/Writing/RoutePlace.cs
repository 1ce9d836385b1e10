using PostHogProxy.Pomerium.Policies;
using PostHogProxy.Pomerium.Reading;
using PostHogProxy.Pomerium.Routing;

namespace PostHogProxy.Pomerium.Writing;

/// <summary>Where a route of the set-up is in a file.</summary>
/// <param name="IsServed">Whether its requests get where they should. Judged by what comes of one, so routes written by hand count as well.</param>
/// <param name="Written">The route of the file for the same host and prefix.</param>
/// <param name="Taking">The route that takes its requests.</param>
internal sealed record RoutePlace(bool IsServed, PomeriumRoute? Written, PomeriumRoute? Taking)
{
    public bool IsMissing => !IsServed && Written is null;

    /// <summary>The written route, where an earlier one takes its requests.</summary>
    public PomeriumRoute? Hidden => !IsServed && Written is not null && Taking is not null && Taking.Index < Written.Index ? Written : null;

    public static RoutePlace Of(PomeriumConfiguration configuration, ProxyDescription proxy, ProxyRoute route)
    {
        var asked = Asked(route);
        var explained = Explain.Of(configuration, asked);
        var sent = route.PrefixRewrite is null ? asked.AbsolutePath : route.PrefixRewrite + "x";
        return new(
            explained.Outcome == Outcome.Through && explained.SentPath == sent && explained.Upstream == (route.IsSocket ? route.To : route.To + sent),
            configuration.Routes.FirstOrDefault(written => HasHost(written, proxy) && RouteMatch.Of(written) is { Kind: MatchKind.Prefix } match && match.Value == (route.Prefix ?? "/")),
            explained.RouteIndex is { } index ? configuration.Routes[index] : null);
    }

    /// <summary>A request of the route.</summary>
    public static Uri Asked(ProxyRoute route) => new(route.From + (route.Prefix ?? "/") + "x");

    public static bool HasHost(PomeriumRoute route, ProxyDescription proxy) =>
        RouteHost.Of(route) is { } host && host == new RouteHost(proxy.Name.ToLowerInvariant(), proxy.Port is 443 ? null : proxy.Port);
}
