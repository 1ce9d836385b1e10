namespace PostHogProxy.Testing.Hosts;

internal enum TokenStanding
{
    /// <summary>A project of this region.</summary>
    Known,
    OtherRegion,
    Unknown,
}

/// <summary>Which project lives where. The same token is good in one region and nobody's in the other.</summary>
internal sealed class ProjectRegister
{
    private readonly Dictionary<string, PostHogRegion> _regions;

    public ProjectRegister(IEnumerable<StandInProject> projects)
    {
        _regions = projects.ToDictionary(project => project.Token, project => project.Region, StringComparer.Ordinal);
    }

    public TokenStanding Standing(string token, PostHogRegion region) =>
        !_regions.TryGetValue(token, out var home) ? TokenStanding.Unknown
        : home == region ? TokenStanding.Known
        : TokenStanding.OtherRegion;

    public bool Knows(string? token, PostHogRegion region) =>
        token is not null && Standing(token, region) == TokenStanding.Known;
}
