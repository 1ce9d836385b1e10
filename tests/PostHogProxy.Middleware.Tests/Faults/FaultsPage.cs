using System.Text;

namespace PostHogProxy.Middleware.Tests.Faults;

/// <summary>docs/faults.md, made of the rows.</summary>
internal static class FaultsPage
{
    private const string Start =
        """
        # What goes wrong, and what comes of it

        PostHog is down, a certificate has expired, half a script came: which requests fail, what is lost, and what do you see? This page lists
        what the proxy does in each such case. It is made of the rows of a test, which runs every one of them against servers that fail in this
        way, and a test compares it with them.

        Nothing you can set changes the answers. posthog-js takes 200 for a success and nothing else; it drops events that are answered 4xx, and
        keeps and sends again, up to ten times, those that are answered otherwise or not at all. So the proxy answers 502 where PostHog cannot be
        reached or its answer cannot be used, 504 where it takes too long, passes PostHog's own errors on, and breaks the connection off where
        half an answer has already gone to the browser: a script that looks whole and is not would run.

        How to read the table:

        - *Script* is `GET /static/array.js` while the assets host alone has the fault, *both hosts* while the ingest host has it too. Scripts
          fall back to the ingest host. For ten minutes they then come from there alone, if that is no visitor's doing: the assets host cannot be
          connected to or stands still, or it refuses or fails what the asset cache asks on behalf of all. *Event* is a small POST to `/e/`, *replay* a chunked POST of
          20 MB to `/s/`.
        - *Asked n×* is how often PostHog saw the request or, where there was none to see, the attempt to connect; no number means once. An event
          that never arrived is sent once more, up to 64 KiB. The HTTP client repeats a GET by itself where it is safe; over HTTP/2 the headers of
          one more sending may have left before it is called off.
        - The word after it is `error.type` in the metric `posthog_proxy.failures`; the number after "log" is the
          [log event](observability.md). Nothing there means that nothing is counted or logged.
        - The [asset cache](operations.md#the-asset-cache) is off here. With it, a script that was fetched once is answered whatever goes wrong, and half a script is
          never given: 502, or the ingest host's.
        - After every one of them the next request works, and no socket, stream or active request is left behind.


        """;

    private static readonly (string Title, IReadOnlyList<Fault> Rows)[] Chapters =
    [
        ("No connection", ConnectionFaults.All),
        ("No answer, over HTTP/1.1", Http1HeadFaults.All),
        ("Half an answer, or one too early, over HTTP/1.1", Http1BodyFaults.All),
        ("An answer that is not the one hoped for", StatusFaults.All),
        ("One stream, over HTTP/2", Http2StreamFaults.All),
        ("The connection, over HTTP/2", Http2ConnectionFaults.All),
    ];

    public static string Text()
    {
        var page = new StringBuilder(Start.TrimEnd()).Append('\n');
        foreach (var (title, rows) in Chapters)
        {
            page.Append("\n## ").Append(title).Append("\n\n")
                .Append("| what goes wrong | script | script, both hosts | event | replay | posthog-js then |\n|---|---|---|---|---|---|\n");
            foreach (var row in rows)
            {
                page.Append("| ").AppendJoin(
                    " | ", row.Name, Text(row.Script), Text(row.ScriptOfNone), Text(row.Event), Text(row.Replay), Reaction(row)).Append(" |\n");
            }
        }

        return page.ToString();
    }

    private static string Text(Cell cell)
    {
        var asked = cell.Asked == 1 ? "" : cell.OrFewer ? $", asked {cell.Asked - 1} or {cell.Asked}×" : $", asked {cell.Asked}×";
        var failure = cell.Failure.Length == 0 ? "" : $", `{cell.Failure}`";
        var log = cell.Event == 0 ? "" : $", log {cell.Event}";
        return cell.Answer + asked + failure + log;
    }

    private static string Reaction(Fault row)
    {
        var (ofEvent, ofReplay) = (Reaction(row.Event), Reaction(row.Replay));
        return ofEvent == ofReplay ? ofEvent : $"event: {ofEvent}; replay: {ofReplay}";
    }

    // As pjs' retry queue has it: 429 and 408 are 4xx too.
    private static string Reaction(Cell cell) => cell.Answer[0] switch
    {
        '2' => "goes on",
        '4' => "drops it",
        _ => cell.Answer.Contains("Retry-After", StringComparison.Ordinal) ? "sends again, not before `Retry-After`" : "sends again",
    };
}
