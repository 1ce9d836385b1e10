using System.Text.Json;
using PostHogProxy.Pomerium.Importing;

namespace PostHogProxy.Tool.Printing;

/// <summary>What was imported: text to paste, then the report. <c>docs/pomerium-import.schema.json</c> describes it for scripts.</summary>
internal static class ImportPrinting
{
    public static void Print(string file, PomeriumImport import, TextPosition places)
    {
        if (import.Proxies.Count > 0)
        {
            Console.Out.Write($"// Program.cs\nusing PostHogProxy;\n\n{import.Code}\n");
            Console.Out.Write($"// or appsettings.json\n{import.Settings}// with, in Program.cs\n{import.CodeWithSettings}\n");
        }

        foreach (var note in import.Report)
        {
            var (line, column) = places.Of(note.Range.Start);
            Console.Out.WriteLine($"{file}:{line}:{column}: {Word(note.Fate)}: {note.Route}: {note.Message}");
        }

        if (import.Report.Count == 0)
        {
            Console.Out.WriteLine($"{file}: no route leads to PostHog, so there is nothing to import.");
        }
    }

    public static void PrintJson(PomeriumImport import, TextPosition places) => Console.Out.WriteLine(JsonSerializer.Serialize(
        new ImportDocument(1, Lines(import.Code), import.Settings, Lines(import.CodeWithSettings), [.. import.Report.Select(note => Note(note, places))]),
        ToolJson.Readable.ImportDocument));

    private static string[] Lines(string code) => code.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private static ImportNoteDocument Note(ImportNote note, TextPosition places)
    {
        var (line, column) = places.Of(note.Range.Start);
        return new(line, column, Word(note.Fate), note.Route, note.Message);
    }

    private static string Word(ImportFate fate) => fate switch
    {
        ImportFate.Taken => "taken over",
        ImportFate.Differs => "differs",
        _ => "lost",
    };
}

internal sealed record ImportDocument(
    int Schema, IReadOnlyList<string> Code, string Settings, IReadOnlyList<string> CodeWithSettings, IReadOnlyList<ImportNoteDocument> Report);

internal sealed record ImportNoteDocument(int Line, int Column, string Fate, string Route, string Message);
