namespace PostHogStandIn;

/// <summary>A project that exists, and where. Its token means nothing in the other region.</summary>
public sealed record StandInProject(string Token, StandInRegion Region);

/// <summary>The two projects that exist unless a caller lists its own.</summary>
public static class StandInProjects
{
    /// <summary>Well-formed (phc_ and 43 alphanumeric characters) and plainly not a real one.</summary>
    public static StandInProject UsDemo { get; } = new("phc_StandInDemoUs000000000000000000000000000000", StandInRegion.Us);

    /// <summary>Well-formed (phc_ and 43 alphanumeric characters) and plainly not a real one.</summary>
    public static StandInProject EuDemo { get; } = new("phc_StandInDemoEu000000000000000000000000000000", StandInRegion.Eu);
}
