using PostHogProxy.Rules.Client;
using PostHogProxy.Rules.Judging;

namespace PostHogProxy.Rules.Tests.Findings;

public sealed class ClientRulePagesTests
{
    // Typed from the design's table of ids.
    public static TheoryData<string> Ids => ["PHX2001", "PHX2002", "PHX2003", "PHX2004", "PHX2005", "PHX2006", "PHX2007", "PHX2008", "PHX2009", "PHX2010"];

    // About Razor and not about scripts.
    private const string Snippet = "PHX2009";

    [Fact]
    public void The_rules_are_those_of_the_design() => Assert.Equal(Ids.Select(row => row.Data), ClientFindingRules.All.Select(rule => rule.Id));

    [Theory]
    [MemberData(nameof(Ids))]
    public void Every_rule_has_a_page_whose_example_it_finds_and_whose_cure_is_clean(string id)
    {
        var page = File.ReadAllText(Path.Combine(Repository(), "docs", "rules", id + ".md"));
        var rule = Assert.Single(ClientFindingRules.All, rule => rule.Id == id);
        MappedProxy[] proxies = page.Contains("app.MapPostHogProxy(\"/t7k2\", PostHogRegion.Eu);", StringComparison.Ordinal)
            ? [new("/t7k2", PostHogRegion.Eu, [])]
            : [];

        Assert.StartsWith($"# {id}: {rule.Title}\n", page, StringComparison.Ordinal);
        if (id == Snippet)
        {
            return;
        }

        var examples = page.Split("// before\n").Skip(1).Select(part => part.Split("```")[0].Split("// after\n")).ToList();
        Assert.NotEmpty(examples);
        foreach (var example in examples)
        {
            Assert.Equal([id], Judge(example[0], proxies));
            Assert.Empty(Judge(example[1], proxies));
        }
    }

    private static IEnumerable<string> Judge(string text, MappedProxy[] proxies) =>
        ClientRules.JudgeText(text, ClientLanguage.Script, proxies, true, "page", TestContext.Current.CancellationToken).Select(finding => finding.Id);

    private static string Repository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "PostHogProxy.Middleware.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new DirectoryNotFoundException("The tests run outside the repository.");
    }
}
