namespace PostHogProxy.EndToEnd.Blocking;

/// <summary>What a run saw of one scenario.</summary>
/// <param name="Parts">What became of each part of posthog-js, by its name.</param>
/// <param name="Events">The events of the visit that PostHog has.</param>
internal sealed record FirefoxOutcome(IReadOnlyDictionary<string, string> Parts, IReadOnlyList<string> Events);
