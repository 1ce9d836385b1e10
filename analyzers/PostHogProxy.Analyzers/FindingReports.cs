using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;
using PostHogProxy.Rules.Client;
using PostHogProxy.Rules.Findings;

namespace PostHogProxy.Analyzers;

/// <summary>Turns findings into diagnostics.</summary>
internal static class FindingReports
{
    /// <summary>What a fix writes in place of the diagnostic's span.</summary>
    public const string Replacement = nameof(Replacement);

    /// <summary>Present where a fix may remove what the diagnostic is on.</summary>
    public const string Removable = nameof(Removable);

    public static Diagnostic At(
        this Finding finding, Location location, string? replacement = null, bool isRemovable = false, IEnumerable<Location>? others = null)
    {
        var properties = ImmutableDictionary<string, string?>.Empty;
        properties = replacement is null ? properties : properties.Add(Replacement, replacement);
        properties = isRemovable ? properties.Add(Removable, null) : properties;
        return Diagnostic.Create(Descriptors.Of(finding), location, Descriptors.SeverityOf(finding.Severity), others, properties, finding.ToString());
    }

    /// <summary>A finding with a range in a file that is not C#; null where a comment in the file silences it.</summary>
    public static Diagnostic? In(this Finding finding, string path, SourceText text, string content)
    {
        var range = finding.Range ?? default;
        if (DisabledLines.Covers(content, range, finding.Id))
        {
            return null;
        }

        var span = new TextSpan(range.Start, range.Length);
        return finding.At(Location.Create(path, span, text.Lines.GetLinePositionSpan(span)));
    }
}
