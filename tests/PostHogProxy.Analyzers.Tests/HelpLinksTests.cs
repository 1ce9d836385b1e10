using System.Reflection;
using System.Reflection.Emit;
using PostHogProxy.Pomerium;
using PostHogProxy.Rules.Findings;
using PostHogProxy.Rules.Judging;

namespace PostHogProxy.Analyzers.Tests;

public sealed class HelpLinksTests
{
    private static readonly FindingRule Rule = new("PHX1001", "A title", FindingSeverity.Warning);

    [Theory]
    [InlineData("https://code.example/team/proxy")]
    [InlineData("https://code.example/team/proxy/")]
    [InlineData(" https://code.example/team/proxy.git ")]
    public void A_repository_gives_every_rule_the_link_to_its_page(string repository) =>
        Assert.Equal("https://code.example/team/proxy/blob/main/docs/rules/PHX1001.md", HelpLinks.Of(repository, Rule));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" ")]
    public void Without_a_repository_there_is_no_link(string? repository) => Assert.Null(HelpLinks.Of(repository, Rule));

    [Fact]
    public void The_repository_is_what_the_SDK_writes_into_an_assembly()
    {
        var attribute = new CustomAttributeBuilder(typeof(AssemblyMetadataAttribute).GetConstructor([typeof(string), typeof(string)])!, ["RepositoryUrl", "https://code.example/a"]);
        var with = AssemblyBuilder.DefineDynamicAssembly(new AssemblyName("With"), AssemblyBuilderAccess.Run, [attribute]);

        Assert.Equal("https://code.example/a", HelpLinks.RepositoryOf(with));
        Assert.Null(HelpLinks.RepositoryOf(AssemblyBuilder.DefineDynamicAssembly(new AssemblyName("Without"), AssemblyBuilderAccess.Run)));
    }

    [Fact]
    public void Every_descriptor_has_the_link_of_this_build()
    {
        var repository = typeof(HelpLinks).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().SingleOrDefault(each => each.Key == "RepositoryUrl")?.Value;

        Assert.All(
            App.Analyzers.SelectMany(analyzer => analyzer.SupportedDiagnostics),
            descriptor => Assert.Equal(string.IsNullOrEmpty(repository) ? "" : $"{repository}/blob/main/docs/rules/{descriptor.Id}.md", descriptor.HelpLinkUri));
    }

    [Fact]
    public void A_title_begins_with_a_capital_has_no_full_stop_and_heads_its_page() => Assert.All(
        FindingCatalog.All.Concat(PomeriumFindingRules.All),
        rule =>
        {
            Assert.Matches("^[A-Z].*[^.]$", rule.Title);
            Assert.StartsWith($"# {rule.Id}: {rule.Title}\n", Repository.Text($"docs/rules/{rule.Id}.md"), StringComparison.Ordinal);
        });
}
