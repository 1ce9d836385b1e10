using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace PostHogProxy.Caching;

/// <summary>
/// The answers in memory. What is kept and what is on its way add up to <see cref="AssetCacheOptions.MaximumBytes"/> at most, and space is
/// taken before it is allocated. A new answer displaces only what is asked for less often, so that no flood of rarely asked files drives out
/// the scripts of every page (TinyLFU: Einziger, Friedman, Manes, 2017). <c>MemoryCache</c> offers neither: it makes room later, in another
/// thread, and a scan displaces what was used before it.
/// </summary>
internal sealed class AssetMemory(AssetCacheOptions options, TimeProvider time)
{
    // What was popular an hour ago gives way to what is popular now.
    private static readonly TimeSpan Aging = TimeSpan.FromMinutes(10);

    private readonly Lock _gate = new();
    private readonly ConcurrentDictionary<string, KeptAsset> _kept = new(StringComparer.Ordinal);
    private readonly LinkedList<KeptAsset>[] _byUses = [.. Enumerable.Range(0, KeptAsset.MostUses + 1).Select(_ => new LinkedList<KeptAsset>())];
    private readonly UseSketch _missed = new();
    private readonly long _mostOnTheWay = Math.Max(options.LargestKept + AssetCacheOptions.Overhead, options.MaximumBytes / 2);
    private long _keptBytes;
    private long _bytesOnTheWay;
    private long _agedAt = time.GetTimestamp();

    /// <summary>The bytes that are kept and those that are set aside.</summary>
    public long Bytes
    {
        get
        {
            lock (_gate)
            {
                return _keptBytes + _bytesOnTheWay;
            }
        }
    }

    public IEnumerable<string> Keys => _kept.Keys;

    /// <summary>How many answers there are.</summary>
    public int Count => _kept.Count;

    public bool TryFind(string key, [NotNullWhen(true)] out CachedAsset? asset)
    {
        var isKept = _kept.TryGetValue(key, out var kept);
        kept?.Use();
        asset = kept?.Asset;
        return isKept;
    }

    /// <summary>Counts a request for what is not here.</summary>
    public void Missed(string key)
    {
        lock (_gate)
        {
            Age();
            _missed.Add(key);
        }
    }

    /// <summary>Sets bytes aside for an answer on its way; false where there is no room for them.</summary>
    /// <param name="key">The key of the answer.</param>
    /// <param name="bytes">How many more.</param>
    /// <param name="isEverybodys">Whether no visitor could have made the key up; others leave half of what may be on its way to these.</param>
    public bool TryTake(string key, long bytes, bool isEverybodys)
    {
        lock (_gate)
        {
            var most = isEverybodys ? _mostOnTheWay : Math.Max(options.LargestKept + AssetCacheOptions.Overhead, _mostOnTheWay / 2);
            if (bytes > most - _bytesOnTheWay || !MakeRoom(bytes, UsesOf(key)))
            {
                return false;
            }

            _bytesOnTheWay += bytes;
            return true;
        }
    }

    public void GiveBack(long bytes)
    {
        lock (_gate)
        {
            _bytesOnTheWay -= bytes;
        }
    }

    /// <summary>Keeps an answer in place of the one before it, if there is room.</summary>
    /// <param name="asset">The answer.</param>
    /// <param name="taken">The bytes that were set aside for it; they are given back.</param>
    public void Set(CachedAsset asset, long taken = 0)
    {
        lock (_gate)
        {
            _bytesOnTheWay -= taken;

            // Also here: a server that misses nothing for an hour would count all hits of that hour as old at the next miss.
            Age();
            var uses = UsesOf(asset.Key);
            Remove(asset.Key);
            var kept = new KeptAsset(asset, uses);
            if (MakeRoom(kept.Size, uses))
            {
                _kept[asset.Key] = kept;
                _byUses[kept.Uses].AddLast(kept.Place);
                _keptBytes += kept.Size;
            }
        }
    }

    public void Remove(string key)
    {
        lock (_gate)
        {
            if (_kept.TryRemove(key, out var kept))
            {
                _keptBytes -= kept.Size;
                kept.Place.List!.Remove(kept.Place);
            }
        }
    }

    private int UsesOf(string key) => _kept.TryGetValue(key, out var kept) ? kept.Uses : _missed.Estimate(key);

    // Either there is room afterwards, or nothing was displaced for it.
    private bool MakeRoom(long bytes, int uses)
    {
        var missing = bytes - (options.MaximumBytes - _keptBytes - _bytesOnTheWay);
        if (missing <= 0)
        {
            return true;
        }

        var victims = new List<KeptAsset>();
        for (var level = 0; level < uses && missing > 0; level++)
        {
            for (var node = _byUses[level].First; node is not null && missing > 0;)
            {
                var (kept, next) = (node.Value, node.Next);
                if (kept.Uses > level)
                {
                    // It was asked for since: a hit takes no lock to say so.
                    _byUses[level].Remove(node);
                    _byUses[kept.Uses].AddLast(node);
                }
                else
                {
                    victims.Add(kept);
                    missing -= kept.Size;
                }

                node = next;
            }
        }

        if (missing > 0)
        {
            return false;
        }

        victims.ForEach(victim => Remove(victim.Asset.Key));
        return true;
    }

    private void Age()
    {
        var halvings = (int)Math.Min(time.GetElapsedTime(_agedAt) / Aging, 5);
        if (halvings == 0)
        {
            return;
        }

        _agedAt = time.GetTimestamp();
        _missed.Halve();
        KeptAsset[] all = [.. _byUses.SelectMany(list => list)];
        foreach (var list in _byUses)
        {
            list.Clear();
        }

        foreach (var kept in all)
        {
            kept.Age(halvings);
            _byUses[kept.Uses].AddLast(kept.Place);
        }
    }
}
