using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace PostHogProxy.Middleware.Tests.Configurations;

/// <summary>One way in which a team's app is set up before it adds the proxy.</summary>
/// <param name="Name">Reads on after "An app with".</param>
internal sealed record AppConfiguration(string Name)
{
    public Action<IServiceCollection> Services { get; init; } = _ => { };

    /// <summary>The app's middleware and its own endpoints, in its order.</summary>
    public Action<WebApplication> Pipeline { get; init; } = _ => { };

    /// <summary>Maps the proxy, after the pipeline; the delegate turns its connections to the stand-in.</summary>
    public Action<WebApplication, Action<PostHogProxyOptions>> Map { get; init; } =
        (app, connect) => app.MapPostHogProxy("/k3fw", PostHogRegion.Eu, connect);

    /// <summary>What stands before PostHog's own path in the address.</summary>
    public string Prefix { get; init; } = "/k3fw";

    public string Host { get; init; } = "shop.example";

    /// <summary>Whether a load balancer in front says that it has taken TLS off.</summary>
    public bool IsBehindTls { get; init; }

    /// <summary>In memory, without sockets, as teams test their own apps.</summary>
    public bool IsUnderTestServer { get; init; }

    /// <summary>Response headers that the app sets itself on every answer: its own affair, and still only once.</summary>
    public IReadOnlyList<string> OwnHeaders { get; init; } = [];

    public override string ToString() => Name;
}
