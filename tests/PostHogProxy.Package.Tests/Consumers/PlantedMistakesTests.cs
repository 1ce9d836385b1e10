using System.Globalization;

namespace PostHogProxy.Package.Tests.Consumers;

[Collection(BuiltApps.Collection)]
public sealed class PlantedMistakesTests(BuiltApps apps)
{
    [Theory]
    [InlineData("BookClub", 4)] // Razor Pages
    [InlineData("Tickets", 4)] // a minimal API with a Vite React client
    [InlineData("Recipes", 4)] // a Blazor Web App
    [InlineData("Intranet", 5)] // MVC with a layout per area
    [InlineData("Several", 3)] // several apps, one without the package
    [InlineData("Paths", 2)] // paths that are blocked, advised against, and neither
    [InlineData("EveryRule", 17)] // every rule but those of Razor and of the other hosts
    [InlineData("Pomerium", 6)] // the configuration of PostHog's guide for Pomerium, and the app behind a Pomerium
    [InlineData("Absent", 0)] // the analyzers without the assemblies
    public void Every_planted_mistake_is_found_at_its_line_and_nothing_else_is_said(string app, int mistakes)
    {
        var planted = PlantedMistakes.In(apps.Folder(app)).ToList();

        Assert.Equal(mistakes, planted.Count);
        Assert.Equal(planted, apps.Warnings(app).Select(said => said.At).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_rule_fires_once_in_one_build()
    {
        string[] rules =
        [
            .. Ids(1001, 1005), .. Ids(2001, 2008), .. Ids(3001, 3004),
        ];

        Assert.Equal(rules, apps.Log("EveryRule").Select(said => said.Id).Where(id => id.StartsWith("PHX", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void What_is_wrong_in_a_Pomerium_file_is_told_at_its_line_and_column()
    {
        string[] expected =
        [
            "deploy/pomerium/shop.yml(4,5) PHX4022",
            "pomerium.yaml(12,9) PHX4033", "pomerium.yaml(13,13) PHX4006", "pomerium.yaml(17,15) PHX4001", "pomerium.yaml(4,9) PHX4033", "pomerium.yaml(8,15) PHX4001",
        ];

        Assert.Equal(expected, apps.Warnings("Pomerium").Select(said => $"{said.File}({said.Line},{said.Column}) {said.Id}").Order(StringComparer.Ordinal));
        Assert.Equal(PlantedMistakes.In(apps.Folder("Pomerium"), "info"), apps.Log("Pomerium").Where(said => said.Id is "PHX4060" or "PHX4061").Select(said => said.At).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void No_analyzer_fails_on_any_file()
    {
        Assert.DoesNotContain(BuiltApps.Names.SelectMany(apps.Log), said => said.Id is "AD0001" or "CS8032");
    }

    [Fact]
    public void The_build_says_nothing_beside() => Assert.Empty(apps.Elsewhere);

    private static IEnumerable<string> Ids(int from, int to) =>
        Enumerable.Range(from, to - from + 1).Select(number => "PHX" + number.ToString(CultureInfo.InvariantCulture));
}
