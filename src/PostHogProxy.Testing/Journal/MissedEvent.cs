using System.Globalization;
using System.Text;

namespace PostHogProxy.Testing.Journal;

/// <summary>The message for a test whose event did not come: what came in its place, and what was wrong.</summary>
internal static class MissedEvent
{
    private const int Most = 20;

    public static string Message(string what, TimeSpan limit, IReadOnlyList<StandInRequest> requests, IEnumerable<string> notes)
    {
        var text = new StringBuilder(string.Create(CultureInfo.InvariantCulture, $"No {what} reached the stand-in within {limit.TotalSeconds:0.###} s."));
        Section(text, "Events that came:", [.. requests.SelectMany(request => request.Events).GroupBy(captured => captured.Event).Select(Counted)]);
        Section(text, "What was wrong:", [.. requests.SelectMany(request => request.Problems).Distinct()]);
        if (requests.Count == 0)
        {
            text.Append("\nNo request came at all.");
        }
        else if (!requests.Any(request => request.Events.Count > 0))
        {
            Section(text, "Requests that came:", [.. requests.Select(request => $"{request.Method} {request.Host}{request.Path} {request.Status} {request.Outcome}")]);
        }

        foreach (var note in notes)
        {
            text.Append('\n').Append(note);
        }

        return text.ToString();
    }

    private static string Counted(IGrouping<string, StandInEvent> events) => events.Count() is var count and > 1 ? $"'{events.Key}' ×{count}" : $"'{events.Key}'";

    private static void Section(StringBuilder text, string title, List<string> lines)
    {
        if (lines.Count == 0)
        {
            return;
        }

        text.Append('\n').Append(title);
        foreach (var line in lines.Take(Most))
        {
            text.Append("\n  ").Append(line);
        }

        if (lines.Count > Most)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n  and {lines.Count - Most} more");
        }
    }
}
