using System.Text;

namespace PostHogProxy.Middleware.Tests.Faults;

/// <summary>docs/faults.md, made of the rows.</summary>
internal static class FaultsPage
{
    private const string Start =
        """
        # What goes wrong on the way to PostHog

        PostHog is down, a certificate has expired, half a script came: which requests fail, what is lost, and what do you see? This page lists
        what the proxy does in each case. It is generated from the rows of a test, which runs each row against servers that fail in this way. Another test
        compares the page with the rows.

        posthog-js takes only 200 for a success. It drops events that are answered 4xx. It keeps all others and sends them again, up to ten times.
        So this is how the proxy answers, and no setting changes it:

        - 502 if PostHog can't be reached, or if its answer can't be used.
        - 504 if PostHog takes too long.
        - PostHog's own errors as they are.
        - If half an answer has already been sent to the browser, the proxy breaks the connection off. Otherwise the browser would run half a script.

        How to read the tables:

        - *Script* is `GET /static/array.js` while only the assets host has the fault. In *both hosts* the ingest host has it too.
        - Scripts fall back to the ingest host. For ten minutes they then come from there alone, if no visitor can have caused it. That is so if the assets host
          can't be connected to or stalls, or if it refuses or fails a request that the asset cache makes for everybody.
        - *Event* is a small POST to `/e/`. *Replay* is a chunked POST of 20 MB to `/s/`.
        - *Asked n×* is how often PostHog saw the request. If it saw none, it is how often the proxy tried to connect. No number means once.
        - An event up to 64 KiB that never arrived is sent once more. The HTTP client repeats a GET by itself if that is safe. Over HTTP/2 the headers of one more
          attempt may have left before it is canceled.
        - The word after that is `error.type` in the metric `posthog_proxy.failures`. The number after "log" is the [log event](observability.md). If nothing is
          there, nothing is counted or logged.
        - The [asset cache](caching.md) is off here. With it, a script that was fetched once is answered whatever goes wrong. Half a script
          is never served: the answer is 502, or the ingest host's.
        - After each of these faults the next request works. No socket, stream or active request is left behind.


        """;

    private static readonly (string Title, IReadOnlyList<Fault> Rows)[] Chapters =
    [
        ("No connection", ConnectionFaults.All),
        ("No answer, over HTTP/1.1", Http1HeadFaults.All),
        ("Half an answer, or one too early, over HTTP/1.1", Http1BodyFaults.All),
        ("An error, a redirect or a page in place of the answer", StatusFaults.All),
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
                Append(page, row);
                if (row.ThroughHandler is { } otherwise)
                {
                    Append(page, otherwise with { Name = row.Name + ", through `SocketsHttpHandler`" });
                }
            }
        }

        return page.ToString();
    }

    private static void Append(StringBuilder page, Fault row) => page.Append("| ").AppendJoin(
        " | ", row.Name, Text(row.Script), Text(row.ScriptOfNone), Text(row.Event), Text(row.Replay), Reaction(row)).Append(" |\n");

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
