using PostHogProxy.Rules.Findings;

namespace PostHogProxy.Tool.Printing;

/// <summary>A finding in a file as editors read it.</summary>
internal static class FindingLine
{
    /// <summary>The last line of a check that found nothing to correct. It has no line number, so no editor takes it for a finding.</summary>
    public static string Fine(string file, int infos) =>
        $"✓ {file} has no errors or warnings{(infos == 0 ? "" : infos == 1 ? ", and 1 note" : $", and {infos} notes")}";

    public static string Of(string file, TextPosition places, Finding finding)
    {
        var (line, column) = places.Of(finding.Range?.Start ?? 0);
        return $"{file}:{line}:{column}: {finding.Severity.ToString().ToLowerInvariant()} {finding.Id}: {finding}";
    }
}
