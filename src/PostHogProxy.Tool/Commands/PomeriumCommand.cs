using System.CommandLine;
using PostHogProxy.Pomerium.Checks;
using PostHogProxy.Pomerium.FileKinds;
using PostHogProxy.Pomerium.Reading;
using PostHogProxy.Pomerium.Routing;
using PostHogProxy.Rules.Findings;
using PostHogProxy.Tool.Printing;

namespace PostHogProxy.Tool.Commands;

/// <summary><c>posthog-proxy pomerium</c>: judges, explains, writes and imports Pomerium's configuration files.</summary>
internal static class PomeriumCommand
{
    private static readonly Argument<string> File = new("file") { Description = "Pomerium's configuration, YAML or JSON" };

    private static readonly Argument<string> Url = new("url") { Description = "The address that a browser requests" };

    private static readonly Option<bool> Zero = new("--zero") { Description = "The file is an export of Pomerium Zero, which sorts routes itself and applies policies by name" };

    private static readonly Option<bool> Strict = new("--strict") { Description = "Exit code 1 for infos too" };

    private static readonly Option<string> Method = new("--method") { Description = "The request's method", DefaultValueFactory = _ => "GET" };

    private static readonly Option<string[]> Headers = new("--header") { Description = "A header of the request, 'Name: value'. Repeat the option for each header", DefaultValueFactory = _ => [] };

    private static readonly Option<bool> Json = new("--json") { Description = "For scripts: one JSON object. See docs/pomerium-explain.schema.json" };

    public static Command Create()
    {
        var check = new Command(
            "check",
            """
            Shows why Pomerium does not load a file, and why PostHog does not work behind it. It prints one finding per line, in the form that editors read:
            file:line:column: severity PHX####: message

            Example:
              posthog-proxy pomerium check config.yaml
            """)
        { File, Zero, Strict };
        check.SetAction(CheckAsync);

        var explain = new Command(
            "explain",
            """
            Shows which route takes a request, what is sent upstream, and what an anonymous visitor gets.

            Example:
              posthog-proxy pomerium explain config.yaml https://e.shop.example/static/array.js
            """)
        { File, Url, Method, Headers, Zero, Json };
        explain.SetAction(ExplainAsync);
        return new("pomerium", "Checks, explains, writes and imports Pomerium configurations that lead to PostHog.")
        {
            check, explain, PomeriumGenerateCommand.Create(), PomeriumPatchCommand.Create(), PomeriumImportCommand.Create(),
        };
    }

    private static async Task<int> CheckAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var (file, configuration, unreadable) = await ReadAsync(parsed, cancellationToken);
        var findings = unreadable is null ? PomeriumChecks.Of(configuration) : [unreadable];
        var places = new TextPosition(configuration.Text);
        foreach (var finding in findings)
        {
            await Console.Out.WriteLineAsync(FindingLine.Of(file, places, finding));
        }

        if (findings.Any(finding => finding.IsProblem || parsed.GetValue(Strict)))
        {
            return ExitCode.Findings;
        }

        await Console.Out.WriteLineAsync(FindingLine.Fine(file, findings.Count));
        return ExitCode.Fine;
    }

    private static async Task<int> ExplainAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var text = parsed.GetRequiredValue(Url);
        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
        {
            throw new UsageException($"'{text}' isn't an http or https address. Write the whole address, such as https://e.shop.example/static/array.js.");
        }

        var headers = parsed.GetValue(Headers)!.Select(Header).ToList();
        var (file, configuration, wrong) = await ReadAsync(parsed, cancellationToken);
        if (configuration.Foreign is { } foreign)
        {
            configuration = foreign.Configurations.Count == 1
                ? foreign.Configurations[0].Configuration
                : throw new UsageException($"'{file}' is {foreign.What} with {foreign.Configurations.Count} configurations of Pomerium inside. Name a file that has one.");
        }

        if ((wrong ?? configuration.ReadingFindings.FirstOrDefault(finding => finding.IsProblem && configuration.Routes.Count == 0)) is { } unreadable)
        {
            throw new UsageException(FindingLine.Of(file, new TextPosition(configuration.Text), unreadable));
        }

        var explanation = Explain.Of(configuration, url, parsed.GetValue(Method)!, headers);
        if (parsed.GetValue(Json))
        {
            ExplanationPrinting.PrintJson(explanation);
        }
        else
        {
            ExplanationPrinting.Print(url, parsed.GetValue(Method)!, explanation);
        }

        return ExitCode.Fine;
    }

    private static async Task<(string File, PomeriumConfiguration Configuration, Finding? Unreadable)> ReadAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var file = parsed.GetRequiredValue(File);
        var (text, unreadable) = await PomeriumFile.ReadAsync(file, cancellationToken);
        return (file, PomeriumConfiguration.Read(text, parsed.GetValue(Zero), cancellationToken), unreadable);
    }

    private static KeyValuePair<string, string> Header(string text)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        return colon > 0
            ? new(text[..colon].Trim(), text[(colon + 1)..].Trim())
            : throw new UsageException($"'{text}' isn't a header. Write 'Name: value'.");
    }
}
