using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using PostHogProxy.Pomerium;
using PostHogProxy.Rules.Judging;

namespace PostHogProxy.Analyzers.Tests;

/// <summary>The list of rules, the compiler's descriptors, the release files, the pages and the fixes speak of the same rules.</summary>
public sealed partial class CatalogTests
{
    // Typed from the design's tables, not from the code.
    public static TheoryData<string, DiagnosticSeverity, string> Table => new()
    {
        { "PHX1001", DiagnosticSeverity.Warning, "blocks" },
        { "PHX1002", DiagnosticSeverity.Warning, "obvious name" },
        { "PHX1003", DiagnosticSeverity.Warning, "cannot be used" },
        { "PHX1004", DiagnosticSeverity.Warning, "RequireAuthorization" },
        { "PHX1005", DiagnosticSeverity.Warning, "Two PostHog proxies" },
        { "PHX2001", DiagnosticSeverity.Warning, "different regions" },
        { "PHX2002", DiagnosticSeverity.Warning, "another region than the mapped proxy" },
        { "PHX2003", DiagnosticSeverity.Warning, "ui_host is missing" },
        { "PHX2004", DiagnosticSeverity.Warning, "ui_host is not the PostHog app" },
        { "PHX2005", DiagnosticSeverity.Warning, "straight to PostHog" },
        { "PHX2006", DiagnosticSeverity.Warning, "a mapped proxy" },
        { "PHX2007", DiagnosticSeverity.Warning, "Legacy" },
        { "PHX2008", DiagnosticSeverity.Warning, "secret key" },
        { "PHX2009", DiagnosticSeverity.Warning, "tag helper" },
        { "PHX2010", DiagnosticSeverity.Warning, "asset_host" },
        { "PHX3001", DiagnosticSeverity.Warning, "another region" },
        { "PHX3002", DiagnosticSeverity.Warning, "under a path" },
        { "PHX3003", DiagnosticSeverity.Warning, "PostHog:Host" },
        { "PHX3004", DiagnosticSeverity.Warning, "PostHogProxy" },
        { "PHX4001", DiagnosticSeverity.Warning, "criterion" },
        { "PHX4002", DiagnosticSeverity.Warning, "not written as" },
        { "PHX4003", DiagnosticSeverity.Warning, "not open to anonymous" },
        { "PHX4004", DiagnosticSeverity.Warning, "identities" },
        { "PHX4005", DiagnosticSeverity.Warning, "names who is allowed" },
        { "PHX4006", DiagnosticSeverity.Warning, "never reached" },
        { "PHX4007", DiagnosticSeverity.Warning, "catch-all" },
        { "PHX4008", DiagnosticSeverity.Warning, "one of the two routes" },
        { "PHX4009", DiagnosticSeverity.Warning, "wrong PostHog host" },
        { "PHX4010", DiagnosticSeverity.Warning, "Host header" },
        { "PHX4011", DiagnosticSeverity.Warning, "TLS server name" },
        { "PHX4012", DiagnosticSeverity.Warning, "rewritten path" },
        { "PHX4013", DiagnosticSeverity.Warning, "path prefix" },
        { "PHX4014", DiagnosticSeverity.Warning, "two rewrites" },
        { "PHX4015", DiagnosticSeverity.Warning, "from or to" },
        { "PHX4016", DiagnosticSeverity.Warning, "removed" },
        { "PHX4017", DiagnosticSeverity.Warning, "value" },
        { "PHX4018", DiagnosticSeverity.Warning, "the same" },
        { "PHX4019", DiagnosticSeverity.Warning, "client certificate" },
        { "PHX4020", DiagnosticSeverity.Warning, "Pomerium itself" },
        { "PHX4021", DiagnosticSeverity.Warning, "cannot be read" },
        { "PHX4022", DiagnosticSeverity.Warning, "app's own proxy" },
        { "PHX4023", DiagnosticSeverity.Warning, "api_host" },
        { "PHX4024", DiagnosticSeverity.Warning, "annotation" },
        { "PHX4030", DiagnosticSeverity.Warning, "accept" },
        { "PHX4031", DiagnosticSeverity.Warning, "Identity headers" },
        { "PHX4032", DiagnosticSeverity.Warning, "Credentials" },
        { "PHX4033", DiagnosticSeverity.Warning, "cookies" },
        { "PHX4034", DiagnosticSeverity.Warning, "address" },
        { "PHX4035", DiagnosticSeverity.Warning, "read or altered" },
        { "PHX4036", DiagnosticSeverity.Warning, "preflight" },
        { "PHX4037", DiagnosticSeverity.Warning, "Response headers" },
        { "PHX4038", DiagnosticSeverity.Warning, "WebSockets" },
        { "PHX4039", DiagnosticSeverity.Warning, "timeout" },
        { "PHX4040", DiagnosticSeverity.Warning, "ignores the key" },
        { "PHX4041", DiagnosticSeverity.Warning, "path, prefix and regex" },
        { "PHX4042", DiagnosticSeverity.Warning, "wildcard" },
        { "PHX4043", DiagnosticSeverity.Warning, "both lists" },
        { "PHX4044", DiagnosticSeverity.Warning, "Blockers block" },
        { "PHX4045", DiagnosticSeverity.Warning, "plain HTTP" },
        { "PHX4046", DiagnosticSeverity.Warning, "enforced" },
        { "PHX4047", DiagnosticSeverity.Warning, "method" },
        { "PHX4048", DiagnosticSeverity.Warning, "certificate" },
        { "PHX4049", DiagnosticSeverity.Warning, "HTTPS" },
        { "PHX4050", DiagnosticSeverity.Warning, "host" },
        { "PHX4060", DiagnosticSeverity.Info, "config" },
        { "PHX4061", DiagnosticSeverity.Info, "prefix" },
        { "PHX4062", DiagnosticSeverity.Info, "regex_priority_order" },
        { "PHX4063", DiagnosticSeverity.Info, "bearer tokens" },
        { "PHX4064", DiagnosticSeverity.Info, "sign-in host" },
        { "PHX4066", DiagnosticSeverity.Info, "tls_server_name" },
        { "PHX4070", DiagnosticSeverity.Info, "does not read" },
    };

    private static IEnumerable<string> Ids => Table.Select(row => row.Data.Item1);

    [Fact]
    public void The_list_has_every_rule_of_the_table_once_and_no_other() =>
        Assert.Equal(Ids, FindingCatalog.All.Concat(PomeriumFindingRules.All).Select(rule => rule.Id).Order(StringComparer.Ordinal));

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
