using PostHogProxy.Pomerium.Policies;

namespace PostHogProxy.Pomerium.Routing;

/// <summary>What Pomerium would do with one request of an anonymous visitor.</summary>
/// <param name="RouteIndex">The route in <c>PomeriumConfiguration.Routes</c>; null where none takes the request.</param>
/// <param name="Name">The route's name, where it has one.</param>
/// <param name="Upstream">The whole URL that is sent; null where nothing is, or where that cannot be told.</param>
/// <param name="Host">The Host header that is sent.</param>
/// <param name="Outcome">What the visitor gets.</param>
/// <param name="Why">How that comes about, in whole sentences.</param>
internal sealed record Explanation(int? RouteIndex, string? Name, string? Upstream, string? Host, Outcome Outcome, string Why)
{
    /// <summary>The TLS server name; null where the upstream speaks no TLS.</summary>
    public string? ServerName { get; init; }

    /// <summary>The path that is sent; null where nothing is, or where that cannot be told.</summary>
    public string? SentPath { get; init; }

    public IReadOnlyList<string> RemovedHeaders { get; init; } = [];

    public IReadOnlyList<string> KeptHeaders { get; init; } = [];

    public IReadOnlyList<KeyValuePair<string, string>> SetHeaders { get; init; } = [];
}
