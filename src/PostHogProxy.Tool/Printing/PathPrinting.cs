using System.Text.Json;
using PostHogProxy.Rules.Blocking;
using Spectre.Console;

namespace PostHogProxy.Tool.Printing;

/// <summary>The verdict on a path, for people and for scripts.</summary>
internal static class PathPrinting
{
    public static void Print(PathVerdict verdict)
    {
        var mark = verdict.Findings.Count == 0 ? "[green]✓[/]" : Findings.Mark(verdict.Findings.Max(finding => finding.Severity));
        Terminal.Out.MarkupLine($"{mark} [bold]{verdict.Path.EscapeMarkup()}[/]{(verdict.IsFine ? " [grey]no known blocker rule stops it[/]" : "")}");
        foreach (var finding in verdict.Findings)
        {
            Findings.Print(Terminal.Out, finding);
        }
    }

    public static void PrintJson(PathVerdict verdict) => Console.Out.WriteLine(JsonSerializer.Serialize(Document(verdict), ToolJson.Line.PathDocument));

    private static PathDocument Document(PathVerdict verdict) => new(
        verdict.Path,
        Requests(verdict.Blocking?.BecauseOfPath),
        Requests(verdict.Blocking?.UnderAnyPath),
        [.. verdict.Findings.Select(FindingDocument.Of)]);

    private static BlockedDocument[] Requests(IReadOnlyList<BlockedRequest>? blocked) =>
        [.. (blocked ?? []).Select(one => new BlockedDocument(one.Request.Target, one.Rule, one.List, one.Date, one.Loss, one.Clients))];
}

internal sealed record PathDocument(
    string Path, IReadOnlyList<BlockedDocument> Blocked, IReadOnlyList<BlockedDocument> AnyPath, IReadOnlyList<FindingDocument> Findings);

internal sealed record BlockedDocument(string Request, string Rule, string List, string? Date, string Loss, string Clients);
