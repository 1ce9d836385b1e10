using System.CommandLine;
using PostHogProxy.Forwarding;
using PostHogProxy.Keeping;
using PostHogProxy.Outbox.Sqlite;
using PostHogProxy.Rules.Hosts;
using PostHogProxy.Tool.Outbox;
using PostHogProxy.Tool.Printing;

namespace PostHogProxy.Tool.Commands;

/// <summary><c>posthog-proxy outbox drain</c>: sends what is in a file where no app does.</summary>
internal static class OutboxDrainCommand
{
    private static readonly Option<Uri?> To = new("--to")
    {
        Description = "The host that takes events, where it is not PostHog Cloud's: https://posthog.shop.example",
        CustomParser = result => VerifyCommand.Parsed<Uri?>(result, text =>
            Uri.TryCreate(text, UriKind.Absolute, out var origin) && origin is { Scheme: "http" or "https", PathAndQuery: "/", Fragment: "", UserInfo: "" }
                ? origin
                : throw new UsageException($"'{text}' is no address of a host. Write scheme, host and port only, as in https://posthog.shop.example.")),
    };

    private static readonly Option<PostHogRegion?> Region = new("--region") { Description = "The region of the project: us or eu", CustomParser = VerifyCommand.ParsedRegion };

    private static readonly Option<int> Seconds = new("--timeout")
    {
        Description = "How many seconds PostHog may take for one request (1 to 300)",
        DefaultValueFactory = _ => 15,
    };

    public static Command Create(Argument<string> file, Option<bool> yes, Option<bool> json)
    {
        var command = new Command(
            "drain",
            """
            Sends what waits in a file, the oldest first, with the times that the events have. For a file that no app sends: a copy, or one of a
            node that is gone. What PostHog takes is deleted, what it refuses becomes a dead letter. Exit code 1: something still waits.

            Examples:
              posthog-proxy outbox drain /var/lib/shop/posthog-outbox.db --region eu
              posthog-proxy outbox drain copy.db --to https://posthog.shop.example --yes
            """)
        { file, To, Region, Seconds, yes, json };
        command.SetAction((parsed, cancellationToken) => OutboxCommand.RunAsync(parsed, archive => RunAsync(parsed, archive, yes, json, cancellationToken)));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, Archive archive, Option<bool> yes, Option<bool> json, CancellationToken cancellationToken)
    {
        var origin = Origin(parsed);
        var seconds = parsed.GetValue(Seconds);
        if (seconds is < 1 or > 300)
        {
            throw new UsageException($"--timeout is from 1 to 300 seconds, not {seconds}.");
        }

        var waiting = archive.Totals(isDead: false);
        if (waiting.Count > 0)
        {
            Consent.Ask($"Send {waiting.Sum(total => total.Entries)} request(s), the oldest of {waiting.Min(total => total.Oldest):u}, to {origin}?", parsed.GetValue(yes));
        }

        using var lease = archive.TryLease() ?? throw new UsageException(
            "An app uses this outbox and sends what is in it. End the app, or copy the file (with its -wal file) and delete the original.");
        using var postHog = new HttpMessageInvoker(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            ActivityHeadersPropagator = null,
            ConnectTimeout = TimeSpan.FromSeconds(5),
        });
        var sender = new KeptSender(postHog, new UpstreamOrigins(origin, origin, origin), new AlwaysOn());
        var drained = await new OutboxDrain(archive, sender, TimeSpan.FromSeconds(seconds)).RunAsync(origin, cancellationToken);
        OutboxPrinting.Print(drained, parsed.GetValue(json));
        return drained.Left == 0 ? ExitCode.Fine : ExitCode.Findings;
    }

    private static string Origin(ParseResult parsed) => (parsed.GetValue(To), parsed.GetValue(Region)) switch
    {
        ({ } to, null) => to.GetLeftPart(UriPartial.Authority),
        (null, { } region) => RegionHosts.Of(region).IngestOrigin.GetLeftPart(UriPartial.Authority),
        (null, null) => throw new UsageException("Say where to send: --region us or eu, or --to with the host of your own PostHog. The file doesn't say it."),
        _ => throw new UsageException("--to and --region exclude each other. Use one of them."),
    };

    private sealed class AlwaysOn : IOptionsInForce
    {
        public PostHogProxyOptions Initial { get; } = new();

        public PostHogProxyOptions Current => Initial;
    }
}
