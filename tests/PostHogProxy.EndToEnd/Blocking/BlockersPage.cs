using System.Text;
using PostHogProxy.Rules.Tests.Blocking;

namespace PostHogProxy.EndToEnd.Blocking;

/// <summary>The tables of docs/blockers.md: what a run saw, held against what is written.</summary>
internal static class BlockersPage
{
    private static readonly string File = Path.Combine(PublishedLists.Repository, "docs", "blockers.md");

    /// <param name="lists">Which table, by the comment it stands below.</param>
    /// <param name="scenarios">Its columns.</param>
    /// <param name="outcomes">What became of each, in the same order.</param>
    /// <param name="versions">Of what; written, not compared.</param>
    public static async Task HoldAsync(
        string lists, IReadOnlyList<FirefoxScenario> scenarios, IReadOnlyList<FirefoxOutcome> outcomes, string versions)
    {
        var start = $"<!-- {lists} -->\n";
        const string End = "\n<!-- end -->";
        var table = Table(scenarios, outcomes);
        var page = (await System.IO.File.ReadAllTextAsync(File)).ReplaceLineEndings("\n");
        var from = page.IndexOf(start, StringComparison.Ordinal) + start.Length;
        var to = page.IndexOf(End, from, StringComparison.Ordinal);
        Assert.True(from >= start.Length && to > from, $"{File} has no table between '{start.Trim()}' and '{End.Trim()}'.");
        if (Environment.GetEnvironmentVariable("POSTHOGPROXY_WRITE_DOCS") == "1")
        {
            await System.IO.File.WriteAllTextAsync(File, $"{page[..from]}{table}\n\n{versions}.{page[to..]}");
            return;
        }

        Assert.Equal(table, page[from..to].Split("\n\n")[0]);
    }

    private static string Table(IReadOnlyList<FirefoxScenario> scenarios, IReadOnlyList<FirefoxOutcome> outcomes)
    {
        var text = new StringBuilder("| |").AppendJoin('|', scenarios.Select(scenario => $" {scenario} ")).Append("|\n|---|");
        _ = text.AppendJoin('|', scenarios.Select(_ => "---")).Append('|');
        foreach (var part in ClientPart.All)
        {
            _ = text.Append($"\n| {part.Name} |").AppendJoin('|', outcomes.Select(outcome => outcome.Parts[part.Name] == "arrived" ? " arrived " : $" **{outcome.Parts[part.Name]}** ")).Append('|');
        }

        _ = text.Append("\n| what PostHog has of the visit's events |").AppendJoin('|', outcomes.Select(outcome => $" {Events(outcome)} ")).Append('|');

        return text.ToString();
    }

    private static string Events(FirefoxOutcome outcome) => outcome.Events.Count switch
    {
        0 => "**none**",
        var count when count == FirefoxScenario.AllEvents.Count => "all",
        _ => $"**only {string.Join(", ", outcome.Events.Select(name => $"`{name}`"))}**",
    };
}
