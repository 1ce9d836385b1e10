using System.CommandLine;
using System.CommandLine.Parsing;
using PostHogProxy.Rules.Hosts;
using PostHogProxy.Rules.Routes;
using PostHogProxy.Tool.Names;
using PostHogProxy.Tool.Printing;
using PostHogProxy.Verification;
using PostHogProxy.Verification.Checks;

namespace PostHogProxy.Tool.Commands;

/// <summary><c>posthog-proxy verify</c>: everything PostHog's guides ask a person to look at, and more.</summary>
internal static class VerifyCommand
{
    private static readonly Argument<Uri> Url = new("url")
    {
        Description = "The proxy's address, as written in api_host: https://www.shop.example/k3fw",
        CustomParser = result => Parsed(result, ProxyUrl),
    };

    private static readonly Option<string?> Token = new("--token")
    {
        Description = "The project's token, phc_…. With it, verify checks the region",
        CustomParser = result => Parsed(result, text => ProjectToken.Problem(text) is { } problem ? throw new UsageException(problem) : text.Trim()),
    };

    private static readonly Option<PostHogRegion?> Region = new("--region")
    {
        Description = "The region that the proxy should send to: us or eu",
        CustomParser = ParsedRegion,
    };

    private static readonly Option<Uri?> Origin = new("--origin")
    {
        Description = "The origin of the pages that use the proxy, if it isn't the likely one: https://www.shop.example",
        CustomParser = result => Parsed<Uri?>(result, text => WebUrl(text, "https://www.shop.example")),
    };

    private static readonly Option<string[]> Headers = new("--header")
    {
        Description = "A header that the visitor sends, 'Name: value'. Repeat the option for each header",
        DefaultValueFactory = _ => [],
    };

    private static readonly Option<string[]> Cookies = new("--cookie")
    {
        Description = "A cookie of the visitor, such as the consent, 'name=value'. Repeat the option for each cookie",
        DefaultValueFactory = _ => [],
    };

    private static readonly Option<string?> Aliases = new("--aliases")
    {
        Description = "The module of aliases that the app's log shows, such as m3rkf.mjs. verify then uses the aliases",
        CustomParser = result => Parsed(result, AliasName),
    };

    private static readonly Option<int> Seconds = new("--timeout")
    {
        Description = "How many seconds one request may take (1 to 300)",
        DefaultValueFactory = _ => 10,
        CustomParser = result => Parsed(result, text => int.TryParse(text, out var seconds) && seconds is >= 1 and <= 300
            ? seconds
            : throw new UsageException($"'{text}' isn't a number of seconds from 1 to 300.")),
    };

    private static readonly Option<bool> SendTestEvent = new("--send-test-event") { Description = "Write one event, posthog_proxy_test, to the project of --token" };

    private static readonly Option<bool> Json = new("--json") { Description = "For scripts: one JSON document. See docs/verify.schema.json" };

    public static Command Create()
    {
        var command = new Command(
            "verify",
            """
            Sends a proxy the requests that browsers send, and checks the answers. Works on any PostHog proxy.
            Without --send-test-event, nothing is written to a project. Events are sent under a token that belongs to nobody.

            Examples:
              posthog-proxy verify https://www.shop.example/k3fw --token phc_… --region eu
              posthog-proxy verify https://e.shop.example --origin https://www.shop.example --json
              posthog-proxy verify https://www.shop.example/k3fw --cookie "consent=yes"
            """)
        {
            Url, Token, Region, Origin, Headers, Cookies, Aliases, Seconds, SendTestEvent, Json,
        };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var target = new VerifyTarget(parsed.GetRequiredValue(Url))
        {
            Token = parsed.GetValue(Token),
            Region = parsed.GetValue(Region),
            PageOrigin = parsed.GetValue(Origin),
            VisitorHeaders = VisitorHeaders.Of(parsed.GetValue(Headers)!, parsed.GetValue(Cookies)!),
            AliasName = parsed.GetValue(Aliases),
            Timeout = TimeSpan.FromSeconds(parsed.GetValue(Seconds)),
            SendTestEvent = parsed.GetValue(SendTestEvent),
        };
        if (target is { SendTestEvent: true, Token: null })
        {
            throw new UsageException("--send-test-event needs the project to write to. Add --token phc_….");
        }

        using var postHog = new HttpMessageInvoker(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, ActivityHeadersPropagator = null });
        var verifier = new ProxyVerifier(new DnsRecords(), postHog);
        var report = await VerifyProgress.ShowAsync(progress => verifier.RunAsync(target, progress, cancellationToken));
        if (parsed.GetValue(Json))
        {
            VerifyJson.Print(report);
        }
        else
        {
            VerifyTable.Print(report);
        }

        return !report.IsFine ? ExitCode.Findings : report.ProvesNothing ? ExitCode.NothingProven : ExitCode.Fine;
    }

    internal static PostHogRegion? ParsedRegion(ArgumentResult result) => Parsed<PostHogRegion?>(result, text => text.ToLowerInvariant() switch
    {
        "us" => PostHogRegion.Us,
        "eu" => PostHogRegion.Eu,
        _ => throw new UsageException($"'{text}' isn't a region. Write us or eu."),
    });

    internal static T? Parsed<T>(ArgumentResult result, Func<string, T> parse)
    {
        try
        {
            return parse(result.Tokens.Single().Value);
        }
        catch (UsageException wrong)
        {
            result.AddError(wrong.Message);
            return default;
        }
    }

    // The log and the page write its path, people perhaps its name.
    private static string AliasName(string text)
    {
        var name = text.Split('?')[0].Split('/')[^1].Split('.')[0];
        return name.Length > 0 && name.All(char.IsAsciiLetterOrDigit)
            ? name
            : throw new UsageException($"'{text}' isn't a module of aliases. Write its name, such as m3rkf.mjs.");
    }

    private static Uri ProxyUrl(string text)
    {
        var url = WebUrl(text, "https://www.shop.example/k3fw");
        return PostHogHost.Of(url.Host).Kind != HostKind.Foreign
            ? throw new UsageException($"{url.Host} is PostHog itself. Write the address of your proxy.")
            : new Uri(url.GetLeftPart(UriPartial.Path).TrimEnd('/'));
    }

    private static Uri WebUrl(string text, string example)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https") || url.Host.Length == 0)
        {
            throw new UsageException($"'{text}' isn't an http or https address. Write the whole address, such as {example}.");
        }

        return url.Query.Length > 0 || url.Fragment.Length > 0 || url.UserInfo.Length > 0
            ? throw new UsageException($"'{text}' has a query, a fragment or a user name. Write host and path only, such as {example}.")
            : url;
    }
}
