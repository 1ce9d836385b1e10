using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using PostHogProxy.Pomerium;
using PostHogProxy.Rules.Findings;
using PostHogProxy.Rules.Judging;

namespace PostHogProxy.Analyzers;

/// <summary>The compiler's form of the rules. Their words are the rules' own; so is the list.</summary>
internal static class Descriptors
{
    public const string Category = "PostHogProxy";

    private static readonly string? Repository = HelpLinks.RepositoryOf(typeof(Descriptors).Assembly);

    private static readonly Dictionary<string, DiagnosticDescriptor> ById =
        FindingCatalog.All.Concat(PomeriumFindingRules.All).ToDictionary(rule => rule.Id, Make, StringComparer.Ordinal);

    public static ImmutableArray<DiagnosticDescriptor> Of(IEnumerable<FindingRule> rules) => [.. rules.Select(rule => ById[rule.Id])];

    public static DiagnosticDescriptor Of(Finding finding) => ById[finding.Id];

    public static DiagnosticSeverity SeverityOf(FindingSeverity severity) => severity switch
    {
        FindingSeverity.Info => DiagnosticSeverity.Info,
        FindingSeverity.Warning => DiagnosticSeverity.Warning,
        _ => DiagnosticSeverity.Error,
    };

    private static DiagnosticDescriptor Make(FindingRule rule) => new(
        rule.Id,
        rule.Title,
        "{0}",
        Category,
        SeverityOf(rule.Severity),
        isEnabledByDefault: true,
        helpLinkUri: HelpLinks.Of(Repository, rule));
}
