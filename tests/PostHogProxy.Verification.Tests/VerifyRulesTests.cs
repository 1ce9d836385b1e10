using System.Text.RegularExpressions;

namespace PostHogProxy.Verification.Tests;

public sealed class VerifyRulesTests
{
    private static readonly string Page = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "verify.md"));

    [Fact]
    public void Every_rule_has_its_row_in_the_documentation_and_no_row_is_without_one()
    {
        var documented = Regex.Matches(Page, "^\\| (PHX51[0-9]{2}(?:, PHX51[0-9]{2})*) \\|", RegexOptions.Multiline)
            .SelectMany(row => row.Groups[1].Value.Split(", ")).ToList();

        Assert.Equal(VerifyRules.All.Select(rule => rule.Id).Order(StringComparer.Ordinal), documented.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void No_rule_is_left_out_of_the_list_or_has_anothers_id()
    {
        var declared = typeof(VerifyRules).GetFields().Length;

        Assert.Equal(declared, VerifyRules.All.Select(rule => rule.Id).Distinct().Count());
    }
}
