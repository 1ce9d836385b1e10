using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using PostHogProxy.Forwarding.Messages;
using PostHogProxy.Telemetry;

namespace PostHogProxy.Forwarding;

/// <summary>
/// Since about April 2026 PostHog's assets host refuses some proxies with 403 while the ingest host still serves the same files. What was
/// served there once is asked for there for a while, if no visitor can have brought that about: a firewall that refuses one visitor's
/// address, user agent or query says nothing of the host.
/// </summary>
internal sealed class AssetFallback(ILogger logger, TimeProvider time)
{
    // The file every page loads first: when it is refused, the host is, not the file.
    private const string Loader = "/static/array.js";

    // Anybody can make up file names; those that exist are a few dozen.
    private const int MostPaths = 200;

    private static readonly TimeSpan Memory = TimeSpan.FromMinutes(10);

    private readonly ConcurrentDictionary<string, long> _paths = new(StringComparer.Ordinal);
    private long _hostSince = -1;
    private int _toldOfAll;
    private int _toldOfOne;

    /// <summary>
    /// Whether an answer of the assets host is one that the ingest host may better: a refusal, a failure, or a redirect, which leads to a login or to a
    /// page that is no script.
    /// </summary>
    public static bool IsRefusal(int status) => status is 403 or >= 500 or (>= 300 and < 400 and not 304);

    /// <summary>Whether this path was lately served by the ingest host only.</summary>
    public bool IsRemembered(RequestTarget target)
    {
        if (Volatile.Read(ref _hostSince) is var since and >= 0 && IsFresh(since))
        {
            return true;
        }

        // Not IsEmpty: where it is empty, as nearly always, that takes every lock of the dictionary.
        return _paths.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(target.Value.AsSpan(0, target.PathLength), out var noted)
            && IsFresh(noted);
    }

    /// <summary>Notes that the ingest host has served what the assets host did not.</summary>
    /// <param name="target">What was asked for.</param>
    /// <param name="isTheHosts">Whether it would have been the same for everybody; then it is remembered.</param>
    public void Served(RequestTarget target, bool isTheHosts)
    {
        if (isTheHosts)
        {
            Remember(Path(target));
        }

        // What befell one visitor must not use up the word about what befalls all.
        if (Interlocked.Exchange(ref isTheHosts ? ref _toldOfAll : ref _toldOfOne, 1) == 0)
        {
            logger.AssetsRefused(isTheHosts ? "all visitors" : "a visitor");
        }
    }

    private void Remember(string path)
    {
        if (path == Loader)
        {
            Volatile.Write(ref _hostSince, time.GetTimestamp());
        }
        else if (_paths.Count < MostPaths || _paths.ContainsKey(path))
        {
            _paths[path] = time.GetTimestamp();
        }
        else
        {
            _paths.Clear();
        }
    }

    private bool IsFresh(long since) => time.GetElapsedTime(since) < Memory;

    private static string Path(RequestTarget target) => target.Value[..target.PathLength];
}
