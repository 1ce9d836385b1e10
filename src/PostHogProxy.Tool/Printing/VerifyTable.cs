using System.Globalization;
using PostHogProxy.Verification.Checks;
using Spectre.Console;

namespace PostHogProxy.Tool.Printing;

/// <summary>The report for people: a row a check, then what is to be said about them, the worst first.</summary>
internal static class VerifyTable
{
    // What a run that ended at once made: the finding says it all.
    private const int NameAndConnection = 2;

    public static void Print(VerificationReport report) => Print(Terminal.Out, report);

    public static void Print(IAnsiConsole console, VerificationReport report)
    {
        var hasEnded = report.Checks.Count <= NameAndConnection;
        if (!hasEnded)
        {
            console.Write(Table(report));
        }

        foreach (var finding in report.Findings.Where(finding => finding.IsProblem || !hasEnded).OrderByDescending(finding => finding.Severity))
        {
            Findings.Print(console, finding);
        }

        if (hasEnded)
        {
            return;
        }

        console.WriteLine();
        console.MarkupLine(Summary(report));
    }

    private static Table Table(VerificationReport report)
    {
        var table = new Table().Border(TableBorder.Rounded).BorderColor(Color.Grey)
            .Title($"[bold]{report.Target.Url.AbsoluteUri.TrimEnd('/').EscapeMarkup()}[/]")
            .AddColumn("").AddColumn("check").AddColumn("asked").AddColumn("came");
        foreach (var check in report.Checks)
        {
            var came = check.BlockedBy is null ? check.Came.EscapeMarkup() : $"[grey]see {check.BlockedBy}[/]";
            table.AddRow(Mark(check), check.Name.EscapeMarkup(), $"[grey]{check.Asked.EscapeMarkup()}[/]", came);
        }

        return table;
    }

    private static string Mark(CheckResult check) => check.Outcome switch
    {
        CheckOutcome.Passed => "[green]✓[/]",
        CheckOutcome.Noted => "[green]✓[/]",
        CheckOutcome.Blocked => "[grey]-[/]",
        _ => Findings.Mark(check.Findings.Max(finding => finding.Severity)),
    };

    private static string Summary(VerificationReport report)
    {
        var problems = report.Findings.Count(finding => finding.IsProblem);
        var seconds = report.Elapsed.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture);
        return problems == 0 && report.ProvesNothing
            ? $"[yellow]Nothing is proven[/]: PostHog answered none of the requests, {seconds} s."
            : problems == 0
            ? $"[green]The proxy works[/]: {report.Checks.Count} checks in {seconds} s, nothing to fix."
            : $"[red]{problems} {(problems == 1 ? "thing" : "things")} to fix[/], {seconds} s.";
    }
}
