using System.Text.RegularExpressions;

namespace PostHogProxy.Rules.Tests.Blocking;

/// <summary>Prefixes to compare verdicts under: the facts', words, what is generated, and what the lists themselves are about.</summary>
internal static partial class EnginePrefixes
{
    private static readonly string[] Words =
    [
        "analytics", "tracking", "track", "telemetry", "events", "event", "collect", "collector", "stats", "metrics", "log", "logs", "beacon", "pixel",
        "ingest", "capture", "insights", "data", "api", "v1", "relay", "proxy", "static", "assets", "js", "ads", "rum", "session", "replay", "flags",
        "config", "posthog", "ph", "count", "counter", "hit", "view", "page", "user", "app", "web", "site", "shop", "media", "s", "e", "i", "t", "x", "a",
    ];

    /// <summary>Up to <paramref name="count"/>, always the same for the same lists.</summary>
    public static IReadOnlyList<string> Pick(int count)
    {
        var random = new Random(20260822);
        string[] facts = [.. Facts.Prefixes.Select(row => row.Prefix), .. Facts.SilentPrefixes.Select(prefix => prefix.TrimEnd('/'))];
        string[] words = [.. Words.Select(word => "/" + word), .. from first in Words from second in Words select $"/{first}/{second}"];
        string[] generated = [.. Enumerable.Range(0, count).Select(_ => Generated(random))];
        string[] listed = [.. PublishedLists.UBlockFiles.SelectMany(File.ReadLines).SelectMany(Named).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        string[] windows = [.. listed.Where(path => path.EndsWith(".php", StringComparison.Ordinal))];
        foreach (var some in (string[][])[words, listed, windows])
        {
            random.Shuffle(some);
        }

        return
        [
            .. facts.Concat(words.Take(count / 4)).Concat(windows.Take(count / 10)).Concat(listed.Take(count / 2)).Concat(generated)
                .Distinct(StringComparer.Ordinal).Take(count),
        ];
    }

    private static string Generated(Random random)
    {
        const string Characters = "abcdefghijklmnopqrstuvwxyzABCDEFG0123456789-_.~";
        var segments = Enumerable.Range(0, random.Next(1, 4)).Select(_ => new string(random.GetItems<char>(Characters, random.Next(1, 9))));
        return "/" + string.Join('/', segments);
    }

    // The text of a rule that could stand in somebody's path; a rule for images alone is about nothing we ask for.
    private static IEnumerable<string> Named(string line)
    {
        if (line.StartsWith('!') || line.StartsWith("||", StringComparison.Ordinal) || line.Contains('#', StringComparison.Ordinal) || line.Contains("$image", StringComparison.Ordinal))
        {
            yield break;
        }

        var dollar = line.IndexOf('$', StringComparison.Ordinal);
        foreach (Match match in PathPiece().Matches(dollar < 0 ? line : line[..dollar]))
        {
            yield return "/" + match.Value.Trim('.', '/');
        }
    }

    [GeneratedRegex(@"[A-Za-z0-9_.-]{2,20}(?:/[A-Za-z0-9_.-]{1,20}){0,2}")]
    private static partial Regex PathPiece();
}
