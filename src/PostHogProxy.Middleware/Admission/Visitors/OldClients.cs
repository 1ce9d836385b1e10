using System.Buffers;
using Microsoft.Extensions.Logging;
using PostHogProxy.Forwarding.Messages;
using PostHogProxy.Rules.Routes;
using PostHogProxy.Telemetry;

namespace PostHogProxy.Admission.Visitors;

/// <summary>
/// Notices posthog-js before 1.391.6, which writes <c>ip=</c> into its addresses: filter lists look for that, in events under any path. Whoever sends
/// such a request can make the line appear, so it is one a day and decides nothing.
/// </summary>
internal sealed class OldClients(ILogger logger, TimeProvider time)
{
    private const int LongestVersion = 20;

    private static readonly SearchValues<char> VersionCharacters = SearchValues.Create("0123456789.");
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    private readonly Lock _gate = new();
    private long? _told;
    private long? _seen;
    private string _version = "";

    public void Look(RouteKind kind, RequestTarget target)
    {
        if (kind is RouteKind.Capture or RouteKind.Replay or RouteKind.Flags && Value(target, "ip=") >= 0)
        {
            Note(Version(target));
        }
    }

    /// <summary>What is known of the last day; null where no such client came.</summary>
    public string? Found()
    {
        lock (_gate)
        {
            return _seen is { } seen && time.GetElapsedTime(seen) < Day
                ? $"Some pages use posthog-js {_version}. Versions before 1.391.6 write ip= into their addresses, and filter lists block that. "
                    + "Blockers stop their events under any path, and most other requests under some paths. Update posthog-js in the page."
                : null;
        }
    }

    private void Note(string version)
    {
        lock (_gate)
        {
            (_seen, _version) = (time.GetTimestamp(), version);
            if (_told is { } told && time.GetElapsedTime(told) < Day)
            {
                return;
            }

            _told = _seen;
        }

        logger.OldClient(version);
    }

    // A visitor's text ends in a log: what is no version is not repeated.
    private static string Version(RequestTarget target)
    {
        var start = Value(target, "ver=");
        var version = start < 0 ? default : target.Value.AsSpan(start);
        if (version.IndexOf('&') is var end and >= 0)
        {
            version = version[..end];
        }

        return version.Length is > 0 and <= LongestVersion && !version.ContainsAnyExcept(VersionCharacters) ? version.ToString() : "of an unknown version";
    }

    // Where the value of a key starts, in the query; -1 where it is not there.
    private static int Value(RequestTarget target, string key)
    {
        for (var from = target.PathLength; target.Value.IndexOf(key, from, StringComparison.Ordinal) is var at and >= 0; from = at + 1)
        {
            if (target.Value[at - 1] is '?' or '&')
            {
                return at + key.Length;
            }
        }

        return -1;
    }
}
