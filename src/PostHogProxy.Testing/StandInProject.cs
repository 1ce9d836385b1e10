namespace PostHogProxy.Testing;

/// <summary>A project that exists, and where. Its token means nothing in the other region.</summary>
/// <param name="Token">The project token, <c>phc_</c> and what follows.</param>
/// <param name="Region">PostHog Cloud is two separate installations. A project lives in exactly one of them.</param>
public sealed record StandInProject(string Token, PostHogRegion Region)
{
    /// <summary>The project of the US region that exists unless you list your own. Its token is well-formed, and plainly not a real one.</summary>
    public static StandInProject UsDemo { get; } = new("phc_StandInDemoUs000000000000000000000000000000", PostHogRegion.Us);

    /// <summary>The project of the EU region that exists unless you list your own. Its token is well-formed, and plainly not a real one.</summary>
    public static StandInProject EuDemo { get; } = new("phc_StandInDemoEu000000000000000000000000000000", PostHogRegion.Eu);
}
