using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using PostHogProxy.Tool.Outbox;

namespace PostHogProxy.Tool.Printing;

/// <summary>What the outbox commands say, for people and for scripts. A line a fact, for grep.</summary>
internal static class OutboxPrinting
{
    public static int Print(StatusDocument status, bool asJson)
    {
        Print(status, asJson, ToolJson.Readable.StatusDocument, PrintPlain);
        return status.Dead > 0 || status.Broken.Count > 0 ? ExitCode.Findings : ExitCode.Fine;
    }

    public static void Print(DeadDocument dead, bool asJson) => Print(dead, asJson, ToolJson.Readable.DeadDocument, PrintPlain);

    public static void Print(DrainDocument drained, bool asJson) => Print(drained, asJson, ToolJson.Readable.DrainDocument, PrintPlain);

    public static void Print(PurgeDocument purged, bool asJson) => Print(purged, asJson, ToolJson.Readable.PurgeDocument, PrintPlain);

    private static void Print<T>(T document, bool asJson, JsonTypeInfo<T> type, Action<T> plain)
    {
        if (asJson)
        {
            Console.Out.WriteLine(JsonSerializer.Serialize(document, type));
        }
        else
        {
            plain(document);
        }
    }

    private static void PrintPlain(StatusDocument status)
    {
        Say(status.Entries == 0
            ? "Nothing waits."
            : $"{Requests(status.Entries)} ({Bytes(status.Bytes)}), the oldest since {status.Oldest:u} ({Duration(status.OldestSeconds)}).");
        foreach (var kind in status.Kinds)
        {
            Say($"  {kind.Kind}: {Requests(kind.Entries)} ({Bytes(kind.Bytes)}), since {kind.Oldest:u}");
        }

        if (status.Dead > 0)
        {
            Say($"{(status.Dead == 1 ? "1 dead letter" : $"{status.Dead} dead letters")} ({Bytes(status.DeadBytes)}). See 'posthog-proxy outbox dead {status.File}'.");
            foreach (var one in status.DeadStatuses)
            {
                Say($"  {Answer(one.Status)}: {one.Entries}");
            }
        }

        PrintBroken(status.Broken);
    }

    private static void PrintPlain(DeadDocument dead)
    {
        foreach (var letter in dead.Letters)
        {
            Say($"{letter.Id} {letter.ReceivedAt:u} {letter.Kind} of {letter.Proxy}: {Answer(letter.Status)}, {Bytes(letter.Bytes)}, project {letter.Token ?? "unknown"}");
        }

        Say(dead.Letters.Count == 0 ? "There are no dead letters."
            : dead.Retried > 0 ? $"Put back: {Requests(dead.Retried)}."
            : dead.Dropped > 0 ? $"Deleted: {dead.Dropped}."
            : "PostHog refuses these. Correct the cause, such as the project token, and use --retry. Or use --drop.");
    }

    private static void PrintPlain(DrainDocument drained)
    {
        Say($"Sent to {drained.To}: {drained.Sent}.");
        SayIf(drained.Refused, $"Refused by PostHog: {drained.Refused}. These are dead letters now.");
        SayIf(drained.Undecodable, $"Not readable here: {drained.Undecodable}. Their events may have a later time.");
        SayIf(drained.Protected, $"Encrypted: {drained.Protected}. Only an app with the Data Protection keys can send these.");
        SayIf(drained.Spoilt, $"Spoilt by the disk: {drained.Spoilt}. The app deletes these.");
        if (drained.StoppedBy is { } status)
        {
            Say($"PostHog takes nothing now: {Answer(status)}. Try again later.");
        }

        Say(drained.Left == 0 ? "Nothing waits any more." : $"{Requests(drained.Left)}.");
    }

    private static void PrintPlain(PurgeDocument purged)
    {
        Say(purged.Everything ? $"Deleted requests: {purged.Removed}.{(purged.IsComplete ? " Nothing is kept any more." : "")}"
            : $"Deleted requests: {purged.Removed}. Requests kept without this person's part: {purged.Changed}. Events, recording items and log records erased: {purged.Items}.");
        foreach (var unread in purged.Unread)
        {
            Say($"not read: {unread.Id} {unread.ReceivedAt:u} {unread.Kind}, {Bytes(unread.Bytes)}: {unread.Why}");
        }

        SayIf(purged.Unread.Count, $"{purged.Unread.Count} request(s) could not be read. This person may be in them. They are deleted once they are sent or too old, or with --all.");
        if (!purged.Shredded)
        {
            Say("An app reads the outbox just now, so its write-ahead log still holds what was erased. Run this again.");
        }

        PrintBroken(purged.Broken);
    }

    private static void PrintBroken(IReadOnlyList<string> files)
    {
        foreach (var file in files)
        {
            Say($"Found broken, and put aside: {file}. It may hold visitors' data. What could be read of it is in the outbox. Delete it when you no longer need it.");
        }
    }

    private static void SayIf(int count, string words)
    {
        if (count > 0)
        {
            Say(words);
        }
    }

    private static void Say(string words) => Console.Out.WriteLine(words);

    private static string Requests(long count) => count == 1 ? "1 request waits" : string.Create(CultureInfo.InvariantCulture, $"{count} requests wait");

    private static string Answer(int status) => status == 0 ? "no answer" : string.Create(CultureInfo.InvariantCulture, $"status {status}");

    private static string Bytes(long bytes) => bytes switch
    {
        < 1 << 10 => string.Create(CultureInfo.InvariantCulture, $"{bytes} B"),
        < 1 << 20 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1024.0:0.0} KiB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1048576.0:0.0} MiB"),
    };

    private static string Duration(long seconds) => TimeSpan.FromSeconds(seconds) is var time && time.TotalHours >= 1
        ? string.Create(CultureInfo.InvariantCulture, $"{(long)time.TotalHours} h {time.Minutes} min")
        : string.Create(CultureInfo.InvariantCulture, $"{(long)time.TotalMinutes} min");
}
