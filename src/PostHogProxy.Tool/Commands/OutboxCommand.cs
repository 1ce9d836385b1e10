using System.CommandLine;
using PostHogProxy.Outbox.Sqlite;
using PostHogProxy.Outbox.Stores;
using PostHogProxy.Tool.Outbox;
using PostHogProxy.Tool.Printing;

namespace PostHogProxy.Tool.Commands;

/// <summary><c>posthog-proxy outbox</c>: looks into the file of an outbox, sends what is in it, and erases.</summary>
internal static class OutboxCommand
{
    private static readonly Argument<string> File = new("file") { Description = "The outbox's file; the app's log names it at its start" };

    private static readonly Option<bool> Retry = new("--retry") { Description = "Put all dead letters back, so that the app, or drain, sends them again" };

    private static readonly Option<bool> Drop = new("--drop") { Description = "Delete all dead letters" };

    private static readonly Option<string?> DistinctId = new("--distinct-id") { Description = "Erase one person: the distinct_id as it stands in the person's events" };

    private static readonly Option<bool> All = new("--all") { Description = "Erase everything" };

    private static readonly Option<bool> Yes = new("--yes") { Description = "Don't ask" };

    private static readonly Option<bool> Json = new("--json") { Description = "For scripts: one JSON object, see docs/outbox.schema.json" };

    public static Command Create()
    {
        var status = new Command(
            "status",
            """
            Says what waits in an outbox and what PostHog refuses. Exit code 1: there are dead letters, or files that were found broken.

            Example:
              posthog-proxy outbox status /var/lib/shop/posthog-outbox.db
            """)
        { File, Json };
        status.SetAction(parsed => Run(parsed, archive => OutboxPrinting.Print(OutboxStatus.Of(parsed.GetRequiredValue(File), archive, DateTime.UtcNow), parsed.GetValue(Json))));

        var dead = new Command(
            "dead",
            """
            Lists what PostHog refuses for good. With --retry it waits again, with --drop it is deleted. Exit code 1: there are dead letters.

            Examples:
              posthog-proxy outbox dead /var/lib/shop/posthog-outbox.db
              posthog-proxy outbox dead /var/lib/shop/posthog-outbox.db --retry
            """)
        { File, Retry, Drop, Json };
        dead.SetAction(parsed => Run(parsed, archive => Dead(parsed, archive)));

        var purge = new Command(
            "purge",
            """
            Erases one person, or everything. A request that holds other people's events too goes on without this person's. What nobody can
            read is left, counted and named. Exit code 1: something is left.

            Examples:
              posthog-proxy outbox purge /var/lib/shop/posthog-outbox.db --distinct-id jane@shop.example
              posthog-proxy outbox purge /var/lib/shop/posthog-outbox.db --all
            """)
        { File, DistinctId, All, Yes, Json };
        purge.SetAction(parsed => Run(parsed, archive => Purge(parsed, archive)));
        return new("outbox", "Looks into the file of an outbox, sends what is in it, and erases. Works while the app runs, and on a copy.")
        {
            status, OutboxDrainCommand.Create(File, Yes, Json), dead, purge,
        };
    }

    /// <summary>With the file open; what is wrong with it is said in one line.</summary>
    public static int Run(ParseResult parsed, Func<Archive, int> run) => RunAsync(parsed, archive => Task.FromResult(run(archive))).GetAwaiter().GetResult();

    public static async Task<int> RunAsync(ParseResult parsed, Func<Archive, Task<int>> run)
    {
        try
        {
            using var archive = Archive.Open(parsed.GetRequiredValue(File));
            return await run(archive);
        }
        catch (OutboxStoreException wrong)
        {
            throw new UsageException(wrong.Message + ".");
        }
    }

    private static int Dead(ParseResult parsed, Archive archive)
    {
        var (retry, drop) = (parsed.GetValue(Retry), parsed.GetValue(Drop));
        if (retry && drop)
        {
            throw new UsageException("--retry and --drop exclude each other. Use one of them.");
        }

        var letters = DeadLetters.Of(archive);
        var changed = retry ? archive.RetryDead() : drop ? archive.RemoveDead() : 0;
        if (drop)
        {
            archive.Shred();
        }

        OutboxPrinting.Print(new DeadDocument("dead", letters, retry ? changed : 0, drop ? changed : 0), parsed.GetValue(Json));
        return letters.Count > 0 && !retry && !drop ? ExitCode.Findings : ExitCode.Fine;
    }

    private static int Purge(ParseResult parsed, Archive archive)
    {
        var distinctId = parsed.GetValue(DistinctId);
        if (distinctId is null == !parsed.GetValue(All))
        {
            throw new UsageException("Say what to erase: --distinct-id ID for one person, or --all.");
        }

        if (distinctId is { Length: 0 })
        {
            throw new UsageException("--distinct-id is empty. Give it the distinct_id of the person, as PostHog shows it.");
        }

        if (distinctId is null)
        {
            Consent.Ask($"Delete all {archive.Totals(isDead: false).Sum(total => total.Entries) + archive.Totals(isDead: true).Sum(total => total.Entries)} requests, sent or not?", parsed.GetValue(Yes));
        }

        var purged = OutboxPurge.Run(archive, distinctId);
        OutboxPrinting.Print(purged, parsed.GetValue(Json));
        return purged.IsComplete ? ExitCode.Fine : ExitCode.Findings;
    }
}
