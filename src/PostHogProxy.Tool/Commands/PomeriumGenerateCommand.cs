using System.CommandLine;
using PostHogProxy.Pomerium.Writing;

namespace PostHogProxy.Tool.Commands;

/// <summary><c>posthog-proxy pomerium generate</c>: the routes, for whichever Pomerium it is.</summary>
internal static class PomeriumGenerateCommand
{
    private static readonly Option<string> For = new("--for")
    {
        Description = "core: YAML for its file; terraform: resources for Zero; console: the fields of Zero's console",
        DefaultValueFactory = _ => "core",
        CustomParser = result =>
        {
            var text = result.Tokens.Single().Value;
            if (text is not ("core" or "terraform" or "console"))
            {
                result.AddError($"'{text}' is nothing to write for. Write core, terraform or console.");
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
        return ExitCode.Fine;
    }
}
