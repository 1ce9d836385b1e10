using System.Text.Json;
using PostHogProxy.Rules.Findings;

namespace PostHogProxy.Tool.Printing;

/// <summary>What became of a patch, for scripts. <c>docs/pomerium-patch.schema.json</c> describes it.</summary>
internal static class PatchPrinting
{
    public static void PrintJson(string file, string diff, bool isWritten, Finding? problem) => Console.Out.WriteLine(JsonSerializer.Serialize(
        new PatchDocument(1, file, diff, isWritten, problem is null ? null : FindingDocument.Of(problem)), ToolJson.Readable.PatchDocument));
}

internal sealed record PatchDocument(int Schema, string File, string Diff, bool Written, FindingDocument? Problem);
