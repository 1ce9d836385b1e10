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
    private readonly Dictionary<string, PostHogRegion> _regions = new(StringComparer.Ordinal);

    private readonly bool _knowsAny;

    /// <param name="projects">The projects that are listed.</param>
    /// <param name="knowsAny">Whether every other token of a project's form is known as well.</param>
    /// <exception cref="ArgumentException">One token is listed for both regions, or a project has no token.</exception>
    public ProjectRegister(IEnumerable<StandInProject> projects, bool knowsAny = false)
    {
        _knowsAny = knowsAny;
        foreach (var project in projects)
        {
            if (string.IsNullOrWhiteSpace(project?.Token))
            {
                throw new ArgumentException("StandInOptions.Projects has a project without a token. Give it one, such as new StandInProject(\"phc_…\", PostHogRegion.Eu).", nameof(projects));
            }

            // A list may have the demo projects twice: an initializer adds to them.
            if (!_regions.TryAdd(project.Token, project.Region) && _regions[project.Token] is var other && other != project.Region)
            {
                throw new ArgumentException(
                    $"StandInOptions.Projects has '{project.Token}' for {other} and for {project.Region}. A project is in one region: remove the wrong one. "
                        + "The list begins with the two demo projects; Projects.Clear() empties it.",
                    nameof(projects));
            }
        }
    }

    /// <param name="token">The project's token.</param>
    /// <param name="region">The region that was asked; null for a PostHog that has none.</param>
    public TokenStanding Standing(string token, PostHogRegion? region) =>
        !_regions.TryGetValue(token, out var home) ? (_knowsAny && CanBe(token) ? TokenStanding.Known : TokenStanding.Unknown)
        : region is null || home == region ? TokenStanding.Known
        : TokenStanding.OtherRegion;

    /// <summary>What to do about a token that is not known here.</summary>
    public string Advice(string token, PostHogRegion? region) => _regions.TryGetValue(token, out var home)
        ? $"The project '{token}' is of the region {home}, and the app sends to {region}: PostHog answers 200 and drops its events. Map the proxy with PostHogRegion.{home}."
        : $"'{token}' is no project of this stand-in: PostHog answers 200 and drops its events. If the token is right, add new StandInProject(\"{token}\", PostHogRegion.{region ?? PostHogRegion.Eu}) "
            + $"to StandInOptions.Projects, or --token {token} to posthog-proxy standin.";

    // What PostHog takes for a token: up to 64 visible characters of ASCII, and no secret key.
    private static bool CanBe(string token) =>
        token.Length is > 0 and <= 64 && !token.AsSpan().ContainsAnyExceptInRange(' ', '~')
        && !token.StartsWith("phx_", StringComparison.Ordinal) && !token.StartsWith("phs_", StringComparison.Ordinal);

    public bool Knows(string? token, PostHogRegion? region) =>
        token is not null && Standing(token, region) == TokenStanding.Known;
}
