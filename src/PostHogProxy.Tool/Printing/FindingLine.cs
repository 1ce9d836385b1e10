using PostHogProxy.Rules.Findings;

namespace PostHogProxy.Tool.Printing;

/// <summary>A finding in a file as editors read it.</summary>
internal static class FindingLine
{
    public static string Of(string file, TextPosition places, Finding finding)
    {
        var (line, column) = places.Of(finding.Range?.Start ?? 0);
        return $"{file}:{line}:{column}: {finding.Severity.ToString().ToLowerInvariant()} {finding.Id}: {finding}";
    }
}
