namespace PostHogProxy.Pomerium.Tests.Checks;

public sealed class CheckTests
{
    private static readonly IReadOnlyList<(string Id, string Text)> Cases = [.. AccessCases.All, .. RoutingCases.All, .. SettingCases.All, .. ForeignCases.All];

    public static TheoryData<string, string> Rows
    {
        get
        {
            var rows = new TheoryData<string, string>();
            foreach (var (id, text) in Cases)
            {
                rows.Add(id, text);
            }

            return rows;
        }
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void A_configuration_has_the_marked_findings_and_no_other(string id, string text)
    {
        var marked = MarkedText.Parse(text);

        Assert.True(marked.Expected.SequenceEqual(marked.Actual), $"{id}\n{marked.Text}\nexpected:\n  {string.Join("\n  ", marked.Expected)}\nfound:\n  {string.Join("\n  ", marked.Actual)}");
    }

    [Fact]
    public void Every_rule_has_two_cases_where_it_speaks_and_two_where_it_is_silent()
    {
        // Two need an app to be judged against: their cases are the analyzers' (ClosedProxyTests, AppAgainstRoutesTests).
        foreach (var rule in PomeriumFindingRules.All.Where(rule => rule.Id is not ("PHX4022" or "PHX4023")))
        {
            var own = Cases.Where(row => row.Id == rule.Id).ToList();
            var speaks = own.Count(row => row.Text.Contains($"⟦{rule.Id}|", StringComparison.Ordinal));

            Assert.True(speaks >= 2 && own.Count - speaks >= 2, $"{rule.Id}: {speaks} and {own.Count - speaks}");
        }
    }
}
