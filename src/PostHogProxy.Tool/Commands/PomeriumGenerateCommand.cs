using System.CommandLine;
using PostHogProxy.Pomerium.Checks;
using PostHogProxy.Pomerium.FileKinds;
using PostHogProxy.Pomerium.Reading;
using PostHogProxy.Pomerium.Writing;

namespace PostHogProxy.Tool.Commands;

/// <summary><c>posthog-proxy pomerium generate</c>: the routes, for whichever Pomerium it is.</summary>
internal static class PomeriumGenerateCommand
{
    private static readonly Option<string> For = new("--for")
    {
        Description = "core for the YAML of Pomerium Core, terraform for resources of Zero, console for the fields of Zero's console",
        DefaultValueFactory = _ => "core",
        CustomParser = result =>
        {
            var text = result.Tokens.Single().Value;
            if (text is not ("core" or "terraform" or "console"))
            {
                result.AddError($"'{text}' isn't a known format. Write core, terraform or console.");
            }

            return text;
        },
    };

    public static Command Create()
    {
        var command = new Command(
            "generate",
            """
            Writes the routes that a PostHog proxy needs, or the one route to an app that is the proxy.

            Examples:
              posthog-proxy pomerium generate --host e.shop.example --region eu
              posthog-proxy pomerium generate --host www.shop.example --region us --path /k3fw --app http://app:8080
              posthog-proxy pomerium generate --host e.shop.example --region eu --for terraform
            """);
        DescriptionOptions.AddTo(command);
        command.Options.Add(For);
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult parsed)
    {
        var proxy = DescriptionOptions.Of(parsed);
        Console.Out.Write(parsed.GetRequiredValue(For) switch
        {
            "terraform" => TerraformWriter.Resources(proxy),
            "console" => ConsoleWriter.Fields(proxy),
            _ => CoreWriter.Routes(proxy),
        });

        // Whatever is to be said of the host or the path is the same in every form.
        var findings = PomeriumChecks.Of(PomeriumConfiguration.Read(CoreWriter.Routes(proxy)));
        foreach (var finding in findings)
        {
            Console.Error.WriteLine($"posthog-proxy: {finding.Severity.ToString().ToLowerInvariant()} {finding.Id}: {finding}");
        }

        return findings.Any(finding => finding.IsProblem) ? ExitCode.Findings : ExitCode.Fine;
    }
}
