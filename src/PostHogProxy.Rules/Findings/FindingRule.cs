namespace PostHogProxy.Rules.Findings;

/// <summary>A rule by its id: what the compiler lists in its settings, what <c>docs/rules</c> has a page for.</summary>
/// <param name="Id"><c>PHX</c> and four digits; never given to another rule once released.</param>
/// <param name="Title">What is found, in a few words, without a full stop.</param>
/// <param name="Severity">How bad it is by default.</param>
internal sealed record FindingRule(string Id, string Title, FindingSeverity Severity)
{
    public Finding Say(string message, string where, string? fix = null) => new(Id, Severity, message, where, fix);
}
