namespace PostHogProxy.Pomerium.Tests.Checks;

public sealed class RuleDocsTests
{
    private static readonly string Pages = Path.Combine(Repository.Root, "docs", "rules");

    private static IEnumerable<PostHogProxy.Rules.Findings.FindingRule> Rules => PomeriumFindingRules.All.Append(PomeriumFindingRules.NotPatched);

    [Fact]
    public void Every_rule_has_a_page_under_its_id_and_title_that_says_what_was_not_tried()
    {
        foreach (var rule in Rules)
        {
            var page = File.ReadAllText(Path.Combine(Pages, rule.Id + ".md"));

            Assert.StartsWith($"# {rule.Id}: {rule.Title}\n", page, StringComparison.Ordinal);
            Assert.Contains("never tried on a running Pomerium", page, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Every_page_about_Pomerium_has_its_rule() =>
        Assert.Equal(
            Rules.Select(rule => rule.Id).Order(StringComparer.Ordinal),
            Directory.GetFiles(Pages, "PHX40*.md").Select(Path.GetFileNameWithoutExtension).Order(StringComparer.Ordinal));

    [Fact]
    public void Ids_are_given_once_and_tell_what_breaks_from_what_is_wrong_and_what_is_told()
    {
        Assert.Equal(Rules.Count(), Rules.Select(rule => rule.Id).Distinct().Count());
        Assert.Equal("Warning", PomeriumFindingRules.NotPatched.Severity.ToString());
        Assert.All(PomeriumFindingRules.All, rule => Assert.Equal(string.CompareOrdinal(rule.Id, "PHX4060") >= 0 ? "Info" : "Warning", rule.Severity.ToString()));
    }
}
