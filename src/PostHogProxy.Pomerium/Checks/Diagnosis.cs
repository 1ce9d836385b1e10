using PostHogProxy.Pomerium.Checks.Edits;
using PostHogProxy.Pomerium.Reading;
using PostHogProxy.Rules.Findings;

namespace PostHogProxy.Pomerium.Checks;

/// <summary>A finding with what it is about and the changes that would mend it.</summary>
/// <param name="Finding">What is to say.</param>
/// <param name="Route">The route, where it is about one.</param>
/// <param name="Edits">The changes; empty where no text of ours would surely be right.</param>
internal sealed record Diagnosis(Finding Finding, PomeriumRoute? Route, IReadOnlyList<TextEdit> Edits);
