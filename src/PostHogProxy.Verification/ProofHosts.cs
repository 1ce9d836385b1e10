using PostHogProxy.Rules.Hosts;

namespace PostHogProxy.Verification;

/// <summary>One PostHog: a region of the cloud, or one of a team's own.</summary>
/// <param name="Name">What it is called in a finding.</param>
/// <param name="Origins">Where its projects are asked for; the later only where the earlier gives no clear answer.</param>
internal sealed record Installation(string Name, IReadOnlyList<Uri> Origins)
{
    public static Installation Of(PostHogRegion region)
    {
        var hosts = RegionHosts.Of(region);
        return new(region.ToString(), [hosts.AssetsOrigin, hosts.IngestOrigin]);
    }
}

/// <summary>Who is asked for a project: the installation the proxy sends to, and the region it must not be in, where there is one.</summary>
internal sealed record ProofHosts(Installation Home, Installation? Other)
{
    /// <summary>A proxy to the cloud.</summary>
    public static ProofHosts OfRegion(PostHogRegion region) =>
        new(Installation.Of(region), Installation.Of(region == PostHogRegion.Us ? PostHogRegion.Eu : PostHogRegion.Us));

    /// <summary>
    /// A proxy to the cloud that takes its scripts from elsewhere. What is served there need not know projects, so its 404 would prove
    /// nothing: only ingest hosts are asked at home.
    /// </summary>
    public static ProofHosts OfRegionWithOwnAssets(PostHogRegion region)
    {
        var both = OfRegion(region);
        return both with { Home = both.Home with { Origins = [RegionHosts.Of(region).IngestOrigin] } };
    }

    /// <summary>A proxy to a PostHog of the team's own: the cloud is not asked, and learns nothing.</summary>
    public static ProofHosts OfOrigin(Uri ingest) => new(new(ingest.GetLeftPart(UriPartial.Authority), [ingest]), null);
}
