using System.Globalization;

namespace PostHogProxy.SideBySide;

/// <summary>What the meter of the app's outbox has said so far.</summary>
internal sealed record OutboxFigures(long Commits, long Changes, long Stored, long Sent, long Entries)
{
    /// <summary>Changes in a commit.</summary>
    public double Group => Commits == 0 ? double.NaN : Changes / (double)Commits;

    public static async Task<OutboxFigures> AskAsync(Uri app)
    {
        using var client = new HttpClient();
        var figures = (await client.GetStringAsync(new Uri(app, "/outbox-figures"))).Split(' ').Select(figure => long.Parse(figure, CultureInfo.InvariantCulture)).ToArray();
        return new(figures[0], figures[1], figures[2], figures[3], figures[4]);
    }

    public OutboxFigures Since(OutboxFigures before) =>
        new(Commits - before.Commits, Changes - before.Changes, Stored - before.Stored, Sent - before.Sent, Entries);
}
