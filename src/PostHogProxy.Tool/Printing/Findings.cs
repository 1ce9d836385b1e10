using PostHogProxy.Rules.Findings;
using Spectre.Console;

namespace PostHogProxy.Tool.Printing;

/// <summary>A finding as people read it: what is so, and what to do.</summary>
internal static class Findings
{
    public static string Mark(FindingSeverity severity) => severity switch
    {
        FindingSeverity.Error => "[red]✗[/]",
        FindingSeverity.Warning => "[yellow]![/]",
        _ => "[blue]i[/]",
    };

    public static void Print(IAnsiConsole console, Finding finding)
    {
        if (console.Profile.Out.Writer == Console.Out && Console.IsOutputRedirected)
        {
            // A line a finding, for grep; nothing is wrapped or padded.
            Console.Out.WriteLine($"{finding.Severity.ToString().ToLowerInvariant()} {finding.Id}: {finding}");
            return;
        }

        var grid = new Grid().AddColumn(new GridColumn().NoWrap().PadRight(1)).AddColumn(new GridColumn().NoWrap().PadRight(1)).AddColumn();
        var colour = finding.Severity switch
        {
            FindingSeverity.Error => "red",
            FindingSeverity.Warning => "yellow",
            _ => "blue",
        };
        var fix = finding.Fix is null ? "" : $"\n[grey]→[/] {finding.Fix.EscapeMarkup()}";
        grid.AddRow(new Markup(Mark(finding.Severity)), new Markup($"[{colour}]{finding.Id}[/]"), new Markup(finding.Message.EscapeMarkup() + fix));
        console.Write(grid);
    }
}
