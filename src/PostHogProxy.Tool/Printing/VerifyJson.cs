using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using PostHogProxy.Rules.Findings;
using PostHogProxy.Rules.Routes;
using PostHogProxy.Tool.Outbox;
using PostHogProxy.Verification.Checks;

namespace PostHogProxy.Tool.Printing;

/// <summary>The report for scripts. <c>docs/verify.schema.json</c> describes it; a field is never renamed, only added.</summary>
internal static class VerifyJson
{
    public static void Print(VerificationReport report) =>
        Console.Out.WriteLine(JsonSerializer.Serialize(Of(report), ToolJson.Readable.VerifyDocument));

    private static VerifyDocument Of(VerificationReport report) => new(
        1,
        report.Target.Url.AbsoluteUri.TrimEnd('/'),
        report.Target.Token is { } token ? ProjectToken.Short(token) : null,
        report.Target.Region?.ToString().ToLowerInvariant(),
        report.IsFine,
        report.ProvesNothing,
        (long)report.Elapsed.TotalMilliseconds,
        [.. report.Checks.Select(check => new CheckDocument(
            check.Name,
            check.Outcome.ToString().ToLowerInvariant(),
            check.Asked,
            check.Came,
            check.BlockedBy,
            [.. check.Findings.Select(FindingDocument.Of)]))]);
}

internal sealed record VerifyDocument(int Schema, string Url, string? Token, string? Region, bool Fine, bool ProvesNothing, long Milliseconds, IReadOnlyList<CheckDocument> Checks);

internal sealed record CheckDocument(string Name, string Outcome, string Asked, string Came, string? BlockedBy, IReadOnlyList<FindingDocument> Findings);

/// <summary>A finding for scripts, the same in every command.</summary>
internal sealed record FindingDocument(string Id, string Severity, string Message, string Where, string? Fix)
{
    public static FindingDocument Of(Finding finding) =>
        new(finding.Id, finding.Severity.ToString().ToLowerInvariant(), finding.Message, finding.Where, finding.Fix);
}

[JsonSerializable(typeof(VerifyDocument))]
[JsonSerializable(typeof(PathDocument))]
[JsonSerializable(typeof(ExplanationDocument))]
[JsonSerializable(typeof(PatchDocument))]
[JsonSerializable(typeof(ImportDocument))]
[JsonSerializable(typeof(StatusDocument))]
[JsonSerializable(typeof(DeadDocument))]
[JsonSerializable(typeof(DrainDocument))]
[JsonSerializable(typeof(PurgeDocument))]
internal sealed partial class ToolJson : JsonSerializerContext
{
    public static ToolJson Readable { get; } = With(isIndented: true);

    /// <summary>One object, one line.</summary>
    public static ToolJson Line { get; } = With(isIndented: false);

    // Nobody puts this into a page: quotes and ellipses may stay readable.
    private static ToolJson With(bool isIndented) => new(new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        WriteIndented = isIndented,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
