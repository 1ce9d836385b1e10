using System.CommandLine;
using PostHogProxy.Pomerium.Writing;

namespace PostHogProxy.Tool.Commands;

/// <summary>The options that say what is to be reached through Pomerium.</summary>
internal static class DescriptionOptions
{
    private static readonly Option<string> Host = new("--host") { Description = "The host that visitors use, such as e.shop.example, with its port if it isn't 443", Required = true };

    private static readonly Option<PostHogRegion?> Region = new("--region")
    {
        Description = "The region of the project: us or eu",
        Required = true,
        CustomParser = VerifyCommand.ParsedRegion,
    };

    private static readonly Option<string?> Path = new("--path") { Description = "The path under that host, such as /k3fw. Without it, only PostHog uses the host" };

    private static readonly Option<string?> App = new("--app")
    {
        Description = "The app behind Pomerium that forwards to PostHog, such as http://app:8080 or unix:///run/app.sock. Without it, Pomerium forwards",
    };

    public static void AddTo(Command command)
    {
        command.Options.Add(Host);
        command.Options.Add(Region);
        command.Options.Add(Path);
        command.Options.Add(App);
    }

    public static ProxyDescription Of(ParseResult parsed)
    {
        var app = parsed.GetValue(App);
        Uri? origin = null;
        if (app is not null && !Uri.TryCreate(app, UriKind.Absolute, out origin))
        {
            throw new UsageException($"'{app}' isn't the address of an app. Write scheme, host and port only, such as http://app:8080.");
        }

        var proxy = new ProxyDescription(parsed.GetValue(Host), parsed.GetValue(Path), parsed.GetValue(Region)!.Value, origin);
        return proxy.Problem is { } problem ? throw new UsageException(problem) : proxy;
    }
}
