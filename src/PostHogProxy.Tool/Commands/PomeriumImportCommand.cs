using System.CommandLine;
using PostHogProxy.Pomerium.Importing;
using PostHogProxy.Tool.Printing;

namespace PostHogProxy.Tool.Commands;

/// <summary><c>posthog-proxy pomerium import</c>: Pomerium's routes to PostHog as lines of an ASP.NET Core app.</summary>
internal static class PomeriumImportCommand
{
    private static readonly Argument<string> File = new("file") { Description = "Pomerium's configuration, YAML or JSON" };

    private static readonly Option<bool> Zero = new("--zero") { Description = "The file is an export of Pomerium Zero, which sorts routes itself and applies policies by name" };

    private static readonly Option<bool> Json = new("--json") { Description = "For scripts: one JSON object. See docs/pomerium-import.schema.json" };

    public static Command Create()
    {
        var command = new Command(
            "import",
            """
            Writes C# and a section of appsettings.json that do in an app what a file's routes to PostHog do in Pomerium.
            For each route, it reports what was imported, what the app does differently, and what is lost.
            The exit code is 1 if something is lost, or if no route leads to PostHog.

            Example:
              posthog-proxy pomerium import config.yaml
            """)
        { File, Zero, Json };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var file = parsed.GetRequiredValue(File);
        var text = await TextFile.ReadAsync(file, cancellationToken);
        var import = PomeriumImport.Of(text, parsed.GetValue(Zero), cancellationToken);
        var places = new TextPosition(text);
        if (import.Problem is { } unreadable)
        {
            throw new UsageException(FindingLine.Of(file, places, unreadable));
        }

        if (parsed.GetValue(Json))
        {
            ImportPrinting.PrintJson(import, places);
        }
        else
        {
            ImportPrinting.Print(file, import, places);
        }

        return import.Proxies.Count == 0 || import.Report.Any(note => note.Fate == ImportFate.Lost) ? ExitCode.Findings : ExitCode.Fine;
    }
}
