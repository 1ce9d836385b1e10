using System.CommandLine;

namespace PostHogProxy.Tool.Commands;

/// <summary>The commands there are.</summary>
internal static class ToolCommands
{
    public static RootCommand Root() => new(
        """
        Checks proxies for PostHog, their paths and Pomerium's configuration, and says what to fix.
        Looks into the outbox of an app, and runs a PostHog on your machine.

        Exit codes: 0 nothing to fix, 1 findings of warning or worse, 2 wrong usage,
        3 nothing wrong and nothing proven, because PostHog is off.

        Examples:
          posthog-proxy verify https://www.shop.example/k3fw --token phc_… --region eu
          posthog-proxy path check /k3fw /ingest
          posthog-proxy path suggest --count 3
          posthog-proxy pomerium check config.yaml
          posthog-proxy pomerium generate --host e.shop.example --region eu
          posthog-proxy outbox status /var/lib/shop/posthog-outbox.db
          posthog-proxy standin --http
        """)
    {
        VerifyCommand.Create(),
        PathCommand.Create(),
        PomeriumCommand.Create(),
        OutboxCommand.Create(),
        StandInCommand.Create(),
    };
}
