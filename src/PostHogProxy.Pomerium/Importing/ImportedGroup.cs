using PostHogProxy.Pomerium.Routing;
using PostHogProxy.Rules.Hosts;
using PostHogProxy.Rules.Routes;

namespace PostHogProxy.Pomerium.Importing;

/// <summary>The routes of one host under one path: together they are one proxy.</summary>
internal sealed class ImportedGroup
{
    public ImportedGroup(IReadOnlyList<ImportedRoute> routes)
    {
        Routes = routes;
        var regions = routes.Select(route => route.Target!.Host.Region).OfType<PostHogRegion>().Distinct().ToList();
        if (regions.Count > 1)
        {
            Problem = $"the routes of {Host}{Base} lead to both regions, {string.Join(" and ", regions)}, and PostHog drops events of the other one. "
                + "Use the region where you sign in.";
            return;
        }

        Proxy = Merged(regions.Count == 0 ? null : regions[0]);
    }

    public IReadOnlyList<ImportedRoute> Routes { get; }

    public RouteHost Host => Routes[0].Checked.Host!.Value;

    public string AppHost => Routes[0].AppHost!;

    public string Base => Routes[0].Base!;

    /// <summary>The proxy, on any host; null where there is a problem.</summary>
    public ImportedProxy? Proxy { get; }

    public string? Problem { get; }

    /// <summary>Where the app sends what belongs to an upstream.</summary>
    public Uri Origin(Upstream upstream) => upstream == Upstream.Assets && Proxy!.Assets is { } assets ? assets
        : Proxy!.Region is { } region ? (upstream == Upstream.Assets ? RegionHosts.Of(region).AssetsOrigin : RegionHosts.Of(region).IngestOrigin)
        : Proxy.Ingest!;

    private ImportedProxy Merged(PostHogRegion? region)
    {
        var events = Routes.FirstOrDefault(route => route.Takes("/e/")) ?? Routes.FirstOrDefault(route => !route.IsForAssets);
        var scripts = Routes.FirstOrDefault(route => route.IsForAssets);
        var main = events ?? scripts!;
        var path = Base.Length == 0 ? "/" : Base;
        var isSame = scripts is null || scripts.Origin == main.Origin;
        var assets = isSame ? null : scripts!.Origin ?? RegionHosts.Of(region!.Value).AssetsOrigin;
        return main.Origin is { } own ? new(path, null, own, assets) : new(path, region, null, assets);
    }
}
