using System.Text.Json;
using PostHogProxy.Pomerium.Policies;
using PostHogProxy.Pomerium.Routing;

namespace PostHogProxy.Tool.Printing;

/// <summary>The way of one request through Pomerium, drawn as a short trace.</summary>
internal static class ExplanationPrinting
{
    public static void Print(Uri url, string method, Explanation explanation)
    {
        var steps = new List<string> { $"route     {(explanation.RouteIndex is { } index ? $"{index}{(explanation.Name is { } name ? $", {name}" : "")}" : "none")}" };
        if (explanation.Upstream is { } upstream)
        {
            steps.Add($"upstream  {upstream}");
            steps.Add($"host      {explanation.Host}{(explanation.ServerName is { } server && server != explanation.Host ? $", in the TLS handshake {server}" : "")}");
        }

        foreach (var (what, names) in (ReadOnlySpan<(string, IReadOnlyList<string>)>)[
            ("removed", explanation.RemovedHeaders), ("kept", explanation.KeptHeaders), ("set", [.. explanation.SetHeaders.Select(header => header.Key)])])
        {
            if (names.Count > 0)
            {
                steps.Add($"{what,-9} {string.Join(", ", names)}");
            }
        }

        steps.Add($"visitor   {Word(explanation.Outcome)}");
        steps.Add($"why       {explanation.Why}");
        Console.Out.WriteLine($"{method} {url.AbsoluteUri}");
        for (var i = 0; i < steps.Count; i++)
        {
            Console.Out.WriteLine($"{(i == steps.Count - 1 ? "└─" : "├─")} {steps[i]}");
        }
    }

    public static void PrintJson(Explanation explanation) => Console.Out.WriteLine(JsonSerializer.Serialize(
        new ExplanationDocument(explanation.RouteIndex, explanation.Name, explanation.Upstream, explanation.Host, Word(explanation.Outcome), explanation.Why),
        ToolJson.Readable.ExplanationDocument));

    private static string Word(Outcome outcome) => outcome switch
    {
        Outcome.Through => "through",
        Outcome.Login => "login",
        Outcome.NoContent204 => "204",
        Outcome.Redirect307 => "307",
        Outcome.BadRequest400 => "400",
        Outcome.Unauthorized401 => "401",
        Outcome.Forbidden403 => "403",
        Outcome.NotFound404 => "404",
        Outcome.ClientCertificate495 => "495",
        Outcome.OwnAnswer => "own",
        _ => "unknown",
    };
}

internal sealed record ExplanationDocument(int? Route, string? Name, string? Upstream, string? Host, string Outcome, string Why);
