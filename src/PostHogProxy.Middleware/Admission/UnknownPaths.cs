using System.Collections.Concurrent;
using PostHogProxy.Forwarding.Messages;

namespace PostHogProxy.Admission;

/// <summary>Remembers which unknown paths were told of, by their first segment: the rest may hold tokens, and anybody may invent more.</summary>
internal sealed class UnknownPaths
{
    // Enough for a new client; a scanner shall not fill the memory or the log.
    private const int Most = 20;

    private readonly ConcurrentDictionary<string, bool> _told = new(StringComparer.Ordinal);

    public bool IsNew(RequestTarget target) => _told.Count < Most && _told.TryAdd(Start(target), true);

    /// <summary>The first segment, cut to a length that fits a log line; what is no plain name is not repeated.</summary>
    public static string Start(RequestTarget target)
    {
        var path = target.Value.AsSpan(0, target.PathLength);
        var end = path[1..].IndexOf('/');
        var segment = end < 0 ? path : path[..(end + 1)];
        foreach (var c in segment[1..])
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('-' or '_' or '.'))
            {
                return "/…";
            }
        }

        return segment.Length > 40 ? "/…" : segment.ToString();
    }
}
