using System.CommandLine;
using System.Net.Sockets;
using PostHogProxy.Rules.Routes;
using PostHogProxy.Testing;
using PostHogProxy.Testing.Panel;
using PostHogProxy.Tool.Printing;

namespace PostHogProxy.Tool.Commands;

/// <summary><c>posthog-proxy standin</c>: a PostHog on this machine, and a page that shows what it saw.</summary>
internal static class StandInCommand
{
    private static readonly Option<int> Port = new("--port") { Description = "The port of the stand-in on 127.0.0.1; 0 takes any free one", DefaultValueFactory = _ => 8010 };

    private static readonly Option<int> PanelPort = new("--panel-port") { Description = "The port of the page that shows what came", DefaultValueFactory = _ => 8011 };

    private static readonly Option<bool> Http = new("--http") { Description = "Plain HTTP. Without it, the stand-in uses the development certificate of ASP.NET Core" };

    private static readonly Option<PostHogRegion[]> Region = new("--region")
    {
        Description = "us, eu or both: where the projects are. Without the option, both",
        CustomParser = result => VerifyCommand.Parsed<PostHogRegion[]>(result, text => text.ToLowerInvariant() switch
        {
            "us" => [PostHogRegion.Us],
            "eu" => [PostHogRegion.Eu],
            "both" => [PostHogRegion.Us, PostHogRegion.Eu],
            _ => throw new UsageException($"'{text}' isn't a region. Write us, eu or both."),
        }),
    };

    private static readonly Option<string[]> Tokens = new("--token")
    {
        Description = "A project token that exists. Events with any other token are dropped, as PostHog drops them. Without the option, every token exists. Repeat it for each",
        DefaultValueFactory = _ => [],
    };

    public static Command Create()
    {
        foreach (var port in (Option<int>[])[Port, PanelPort])
        {
            port.Validators.Add(result =>
            {
                if (result.GetValueOrDefault<int>() is < 0 or > 65535)
                {
                    result.AddError($"{port.Name} must be from 0 to 65535, not {result.GetValueOrDefault<int>()}.");
                }
            });
        }

        Tokens.Validators.Add(result =>
        {
            if (result.Tokens.Select(token => ProjectToken.Problem(token.Value)).FirstOrDefault(problem => problem is not null) is { } problem)
            {
                result.AddError(problem);
            }
        });
        var command = new Command(
            "standin",
            """
            Starts a stand-in for PostHog on this machine, with a page that shows what your app sends to it. Ctrl+C ends it.

            Examples:
              posthog-proxy standin --http
              posthog-proxy standin --port 9010 --panel-port 9011 --token phc_…
            """)
        { Port, PanelPort, Http, Region, Tokens };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var certificate = parsed.GetValue(Http) ? null : DevelopmentCertificate.Find();
        var options = new StandInOptions { Port = parsed.GetValue(Port), Http = parsed.GetValue(Http), Certificate = certificate, AnyProject = parsed.GetValue(Tokens) is not { Length: > 0 } };
        options.JournalCapacity = 2_000;
        options.JournalBodyBytes = 8 * 1024 * 1024;
        if (parsed.GetValue(Region) is { Length: > 0 } regions)
        {
            options.Regions = regions;
        }

        Settle(options, parsed.GetValue(Tokens)!);
        await using var standIn = await Listening(PostHogStandIn.StartAsync(options, cancellationToken), Port, options.Port);
        await using var panel = await Listening(PanelServer.StartAsync(standIn, parsed.GetValue(PanelPort), cancellationToken), PanelPort, parsed.GetValue(PanelPort));

        await using var lines = new StandInLines(standIn.Journal, Console.Out);
        StandInPrinting.PrintStart(standIn, panel.Address, certificate is not null);
        try
        {
            await Task.Delay(Timeout.Infinite, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // Ctrl+C.
        }

        return ExitCode.Fine;
    }

    private static void Settle(StandInOptions options, string[] tokens)
    {
        if (tokens.Length == 0)
        {
            return;
        }

        options.Projects.Clear();
        foreach (var token in tokens.Select(token => token.Trim()).Distinct(StringComparer.Ordinal))
        {
            // In both regions at once there is no region to mistake.
            options.Projects.Add(new(token, options.Regions[0]));
        }
    }

    private static async Task<T> Listening<T>(Task<T> start, Option<int> option, int port)
    {
        try
        {
            return await start;
        }
        catch (IOException taken) when (taken.InnerException is Microsoft.AspNetCore.Connections.AddressInUseException || taken.GetBaseException() is SocketException)
        {
            throw new UsageException($"Port {port} of 127.0.0.1 is taken. Name another one with {option.Name}, or 0 for any free one.");
        }
        catch (SocketException denied)
        {
            throw new UsageException($"Port {port} of 127.0.0.1 cannot be used: {denied.Message}. Name another one with {option.Name}.");
        }
    }
}
