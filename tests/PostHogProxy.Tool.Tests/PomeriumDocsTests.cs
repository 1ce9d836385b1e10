using System.Text.RegularExpressions;

namespace PostHogProxy.Tool.Tests;

/// <summary>What <c>docs/pomerium.md</c> shows is what the tool prints.</summary>
public sealed partial class PomeriumDocsTests : IDisposable
{
    private static readonly string Page = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "pomerium.md"));

    private readonly string _file = Path.GetTempFileName();

    public void Dispose() => File.Delete(_file);

    [Fact]
    public async Task Routes_are_as_generate_prints_them()
    {
        var shown = Generated().Matches(Page);

        Assert.Equal(2, shown.Count);
        foreach (var block in shown.Select(match => match.Groups))
        {
            var run = await ToolProcess.RunAsync(["pomerium", "generate", .. block["options"].Value.Split(' ')]);

            Assert.Equal((0, block["yaml"].Value), (run.ExitCode, run.Output));
        }
    }

    [Fact]
    public async Task Nothing_is_found_in_the_file_of_an_app_behind_Pomerium()
    {
        await File.WriteAllTextAsync(_file, Generated().Match(Page).Groups["yaml"].Value + OwnRoute().Match(Page).Groups["yaml"].Value);

        var check = await ToolProcess.RunAsync("pomerium", "check", _file, "--strict");
        var explain = await ToolProcess.RunAsync("pomerium", "explain", _file, "https://shop.example.com/k3fw/static/array.js");

        Assert.Equal((0, $"✓ {_file} has no errors or warnings\n"), (check.ExitCode, check.Output));
        Assert.Contains("├─ visitor   through", explain.Lines);
        Assert.Contains("├─ upstream  http://shop:8080/k3fw/static/array.js", explain.Lines);
    }

    [Fact]
    public async Task The_guides_findings_are_those_of_the_table()
    {
        await File.WriteAllTextAsync(_file, PomeriumCommandTests.Guide);

        var run = await ToolProcess.RunAsync("pomerium", "check", _file);

        var start = Page.IndexOf("The configuration of PostHog's guide", StringComparison.Ordinal);
        var table = Page[start..Page.IndexOf("\n\nThe rules are", start, StringComparison.Ordinal)];
        Assert.Equal(Ids(run.Output), Ids(table));
    }

    private static IEnumerable<string> Ids(string text) => Id().Matches(text).Select(id => id.Value).Distinct().Order(StringComparer.Ordinal);

    [GeneratedRegex("```\nposthog-proxy pomerium generate (?<options>[^\n]+)\n```\n\n```yaml\n(?<yaml>.*?)```\n", RegexOptions.Singleline)]
    private static partial Regex Generated();

    [GeneratedRegex("```yaml\n(?<yaml>  - name: shop\n.*?)```\n", RegexOptions.Singleline)]
    private static partial Regex OwnRoute();

    [GeneratedRegex("PHX[0-9]{4}")]
    private static partial Regex Id();
}
