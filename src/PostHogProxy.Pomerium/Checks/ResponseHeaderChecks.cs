using PostHogProxy.Pomerium.Checks.Edits;
using PostHogProxy.Pomerium.Yaml;

namespace PostHogProxy.Pomerium.Checks;

/// <summary>W037. set_response_headers overwrites what PostHog answers; with CORS, CORP or the type of the content the SDK stops working.</summary>
internal static class ResponseHeaderChecks
{
    private const string Fix = "Remove the header. PostHog sends the right one.";

    public static void Run(CheckedFile file)
    {
        foreach (var route in file.PostHogRoutes)
        {
            foreach (var header in route.Route.Entries("set_response_headers").Where(Matters))
            {
                file.Tell(
                    PomeriumFindingRules.ResponseHeaders, route, header.Key.Range, Message(header), Fix, Edits(file, route.Route.Find("set_response_headers"), header));
            }
        }

        if (file.PostHogRoutes.Count > 0 && file.Configuration.Root.Find("set_response_headers") is { Value: MappingNode headers } global)
        {
            foreach (var header in headers.Entries.Where(Matters))
            {
                file.Tell(PomeriumFindingRules.ResponseHeaders, "set_response_headers", header.Key.Range, Message(header), Fix, Edits(file, global, header));
            }
        }
    }

    private static string Message(MappingEntry header) =>
        $"'{header.Name}' overwrites PostHog's own. Browsers then refuse PostHog's scripts or answers, or misread them.";

    private static bool Matters(MappingEntry header)
    {
        var name = header.Name.ToLowerInvariant();
        return name.StartsWith("access-control-", StringComparison.Ordinal) || name is "cross-origin-resource-policy" or "content-type";
    }

    private static IReadOnlyList<TextEdit> Edits(CheckedFile file, MappingEntry? headers, MappingEntry header) =>
        headers is { IsMerged: false, Value: MappingNode mapping } && !header.IsMerged ? RouteEdits.RemoveFrom(file.Configuration.Text, mapping, header) : [];
}
