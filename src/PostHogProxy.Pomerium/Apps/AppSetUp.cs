using PostHogProxy.Rules.Judging;

namespace PostHogProxy.Pomerium.Apps;

/// <summary>What is known of the app that a configuration is judged against.</summary>
/// <param name="Proxies">The proxies it maps.</param>
/// <param name="AllKnown">Whether these are surely all of them, under their whole paths as a browser sees them.</param>
/// <param name="Clients">The set-ups of posthog-js in it.</param>
internal sealed record AppSetUp(IReadOnlyList<MappedProxy> Proxies, bool AllKnown, IReadOnlyList<AppClient> Clients)
{
    // Nobody writes more; a generated folder of scripts must not cost more than that.
    private const int MostClients = 100;

    /// <summary>The set-ups that differ.</summary>
    public IReadOnlyList<AppClient> Clients { get; } =
    [
        .. Clients.GroupBy(client => (client.Api.Setting.Value, client.Ui.Setting.Value)).Select(same => same.First()).Take(MostClients),
    ];

    /// <summary>Whether a client talks to a proxy, as far as its <c>api_host</c> tells.</summary>
    public bool Leads(AppClient client, MappedProxy proxy) => new ProxiesOfClient([proxy], AllKnown, client.Api).HasMatch;

    /// <summary>Whether a client talks to one of the app's own proxies.</summary>
    public bool HasProxyOf(AppClient client) => new ProxiesOfClient(Proxies, AllKnown, client.Api).HasMatch;
}
