using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using PostHogProxy.Rules.Findings;

namespace PostHogProxy.Analyzers.Tests;

/// <summary>The list of rules, the compiler's descriptors, the release files, the pages and the fixes speak of the same rules.</summary>
public sealed partial class CatalogTests
{
    // Typed from the design's table, not from the code.
    public static TheoryData<string, DiagnosticSeverity, string> Table => new()
    {
        { "PHX1001", DiagnosticSeverity.Warning, "blocks" },
        { "PHX1002", DiagnosticSeverity.Warning, "obvious name" },
        { "PHX1003", DiagnosticSeverity.Warning, "cannot be used" },
        { "PHX1004", DiagnosticSeverity.Warning, "RequireAuthorization" },
        { "PHX1005", DiagnosticSeverity.Warning, "Two PostHog proxies" },
        { "PHX1006", DiagnosticSeverity.Info, "documentation" },
        { "PHX2001", DiagnosticSeverity.Warning, "different regions" },
        { "PHX2002", DiagnosticSeverity.Warning, "another region than the mapped proxy" },
        { "PHX2003", DiagnosticSeverity.Warning, "ui_host is missing" },
        { "PHX2004", DiagnosticSeverity.Warning, "ui_host is not the PostHog app" },
        { "PHX2005", DiagnosticSeverity.Warning, "straight to PostHog" },
        { "PHX2006", DiagnosticSeverity.Warning, "no mapped proxy" },
        { "PHX2007", DiagnosticSeverity.Warning, "Legacy" },
        { "PHX2008", DiagnosticSeverity.Warning, "secret key" },
        { "PHX3001", DiagnosticSeverity.Warning, "another region" },
        { "PHX3002", DiagnosticSeverity.Warning, "under a path" },
        { "PHX3003", DiagnosticSeverity.Warning, "PostHog:Host" },
        { "PHX3004", DiagnosticSeverity.Warning, "PostHogProxy" },
    };

    private static IEnumerable<string> Ids => Table.Select(row => row.Data.Item1);

    [Fact]
    public void The_list_has_every_rule_of_the_table_once_and_no_other() => Assert.Equal(Ids, FindingCatalog.All.Select(rule => rule.Id).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Table))]
    public void A_descriptor_a_release_row_and_a_page_stand_for_every_rule(string id, DiagnosticSeverity severity, string title)
    {
        var descriptors = App.Analyzers.SelectMany(analyzer => analyzer.SupportedDiagnostics).Where(descriptor => descriptor.Id == id).Distinct().ToList();
        var descriptor = Assert.Single(descriptors);
        Assert.Equal(severity, descriptor.DefaultSeverity);
        Assert.True(descriptor.IsEnabledByDefault);
        Assert.Contains(title, descriptor.Title.ToString(), StringComparison.Ordinal);
        Assert.Contains($"{id} | PostHogProxy | {severity} | ", Repository.Text("analyzers/PostHogProxy.Analyzers/AnalyzerReleases.Unshipped.md"), StringComparison.Ordinal);
        Assert.StartsWith($"# {id}: ", Repository.Text($"docs/rules/{id}.md"), StringComparison.Ordinal);
    }

    [Fact]
    public void No_analyzer_and_no_release_row_speaks_of_another_rule()
    {
        Assert.Equal(Ids, App.Analyzers.SelectMany(analyzer => analyzer.SupportedDiagnostics).Select(descriptor => descriptor.Id).Distinct().Order(StringComparer.Ordinal));
        Assert.Equal(Ids, Row().Matches(Repository.Text("analyzers/PostHogProxy.Analyzers/AnalyzerReleases.Unshipped.md")).Select(row => row.Groups[1].Value));
        Assert.Empty(Repository.Text("analyzers/PostHogProxy.Analyzers/AnalyzerReleases.Shipped.md"));
    }

    [GeneratedRegex("^(PHX[0-9]{4}) ", RegexOptions.Multiline)]
    private static partial Regex Row();
}
