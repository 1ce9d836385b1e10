using System.CommandLine;
using PostHogProxy.Pomerium;
using PostHogProxy.Pomerium.Writing;
using PostHogProxy.Tool.Printing;

namespace PostHogProxy.Tool.Commands;

/// <summary><c>posthog-proxy pomerium patch</c>: the routes in their right place in a file that is there already.</summary>
internal static class PomeriumPatchCommand
{
    private static readonly Argument<string> File = new("file") { Description = "The configuration of Pomerium Core, YAML" };

    private static readonly Option<bool> Write = new("--write") { Description = "Change the file, in one step. Without it, nothing is changed" };

    private static readonly Option<bool> Json = new("--json") { Description = "For scripts: one JSON object. See docs/pomerium-patch.schema.json" };

    public static Command Create()
    {
        var command = new Command(
            "patch",
            """
            Shows as a unified diff where in a file the routes belong, all else staying byte for byte. A file that has them is left alone; one
            in which they would do harm is too, with the reason and exit code 1.

            Examples:
              posthog-proxy pomerium patch config.yaml --host www.shop.example --region us --path /k3fw
              posthog-proxy pomerium patch config.yaml --host e.shop.example --region eu --write
            """)
        { File };
        DescriptionOptions.AddTo(command);
        command.Options.Add(Write);
        command.Options.Add(Json);
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var proxy = DescriptionOptions.Of(parsed);
        var path = parsed.GetRequiredValue(File);
        var file = await WholeFile.ReadAsync(path, cancellationToken);
        var result = PomeriumPatch.Apply(file.Text, proxy, cancellationToken);
        if (result.Problem is { } unreadable && unreadable.Id == PomeriumFindingRules.Unreadable.Id)
        {
            throw new UsageException(FindingLine.Of(path, new TextPosition(file.Text), unreadable));
        }

        var diff = UnifiedDiff.Of(path, file.Text, result.Text);
        var isWritten = parsed.GetValue(Write) && diff.Length > 0;
        if (isWritten)
        {
            await file.ReplaceAsync(result.Text, cancellationToken);
        }

        if (parsed.GetValue(Json))
        {
            PatchPrinting.PrintJson(path, diff, isWritten, result.Problem);
        }
        else if (result.Problem is { } problem)
        {
            await Console.Out.WriteLineAsync(FindingLine.Of(path, new TextPosition(file.Text), problem));
        }
        else
        {
            await Console.Out.WriteAsync(diff);
            await Console.Error.WriteLineAsync(diff.Length == 0 ? $"posthog-proxy: '{path}' already has the routes."
                : isWritten ? $"posthog-proxy: '{path}' is changed."
                : "posthog-proxy: nothing is changed yet. To change the file, add --write.");
            if (result.Left.Count > 0)
            {
                var changed = new TextPosition(result.Text);
                await Console.Error.WriteLineAsync("posthog-proxy: 'posthog-proxy pomerium check' reports these findings before and after the change:");
                foreach (var finding in result.Left)
                {
                    await Console.Error.WriteLineAsync(FindingLine.Of(path, changed, finding));
                }
            }
        }

        return result.Problem is null ? ExitCode.Fine : ExitCode.Findings;
    }
}
