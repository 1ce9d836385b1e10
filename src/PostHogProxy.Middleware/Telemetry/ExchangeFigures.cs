using PostHogProxy.Rules.Routes;

namespace PostHogProxy.Telemetry;

/// <summary>
/// What the page shows of one proxy: counts of the last hour by the minute, and the last exchanges. All of it has one size, whatever comes: about 50 KB.
/// An exchange costs one lock, which nobody holds for longer than a few additions, and no allocation.
/// </summary>
/// <param name="clock">Counts the minutes.</param>
internal sealed class ExchangeFigures(TimeProvider clock)
{
    /// <summary>How many minutes are kept.</summary>
    public const int Minutes = 60;

    /// <summary>What counts as now, in minutes.</summary>
    public const int Recent = 5;

    /// <summary>How many exchanges are kept.</summary>
    public const int Exchanges = 100;

    /// <summary>How many kinds there are of <see cref="RouteKind"/>.</summary>
    public static readonly int Kinds = Enum.GetValues<RouteKind>().Length;

    /// <summary>How many there are of <see cref="ExchangeOutcome"/>.</summary>
    public const int Outcomes = (int)ExchangeOutcome.Own + 1;

    /// <summary>How many there are of <see cref="CacheResult"/>.</summary>
    public const int CacheResults = (int)CacheResult.Pass + 1;

    private readonly Lock _gate = new();
    private readonly long _begun = clock.GetTimestamp();
    private readonly long _perMinute = clock.TimestampFrequency * 60;
    private readonly int[] _answers = new int[Minutes * Kinds * Outcomes];
    private readonly int[] _durations = new int[Minutes * Durations.Count];
    private readonly int[] _cache = new int[Minutes * CacheResults];
    private readonly int[] _kept = new int[Minutes];
    private readonly ExchangeRecord[] _last = new ExchangeRecord[Exchanges];
    private long _newest;
    private long _count;

    public void Count(in ExchangeRecord exchange, long microseconds)
    {
        var minute = (exchange.EndedAt - _begun) / _perMinute;
        lock (_gate)
        {
            Advance(minute);
            var slot = (int)(_newest % Minutes);
            _answers[(slot * Kinds + (int)exchange.Kind) * Outcomes + (int)exchange.Outcome]++;
            if (exchange.IsKept)
            {
                _kept[slot]++;
            }
            else if (exchange.Upstream is not null)
            {
                _durations[slot * Durations.Count + Durations.ClassOf(microseconds)]++;
            }

            if (ResultOf(exchange.Cache) is { } result)
            {
                _cache[slot * CacheResults + (int)result]++;
            }

            _last[_count++ % Exchanges] = exchange;
        }
    }

    /// <summary>What there is now, the oldest minute first and the newest exchange first.</summary>
    public FiguresSnapshot Read()
    {
        lock (_gate)
        {
            Advance((clock.GetTimestamp() - _begun) / _perMinute);
            return new(_count, (int)Math.Min(_newest + 1, Minutes), Ordered(_answers), Ordered(_durations), Ordered(_cache), Ordered(_kept), Last());
        }
    }

    // Another core may have been a moment ahead.
    private void Advance(long minute)
    {
        if (minute <= _newest)
        {
            return;
        }

        for (var at = Math.Max(_newest + 1, minute - Minutes + 1); at <= minute; at++)
        {
            var slot = (int)(at % Minutes);
            Slot(_answers, slot).Clear();
            Slot(_durations, slot).Clear();
            Slot(_cache, slot).Clear();
            Slot(_kept, slot).Clear();
        }

        _newest = minute;
    }

    private static Span<int> Slot(int[] counts, int slot)
    {
        var width = counts.Length / Minutes;
        return counts.AsSpan(slot * width, width);
    }

    private int[] Ordered(int[] counts)
    {
        var ordered = new int[counts.Length];
        for (var at = 0; at < Minutes; at++)
        {
            Slot(counts, (int)((_newest + 1 + at) % Minutes)).CopyTo(Slot(ordered, at));
        }

        return ordered;
    }

    private ExchangeRecord[] Last()
    {
        var last = new ExchangeRecord[Math.Min(_count, Exchanges)];
        for (var at = 0; at < last.Length; at++)
        {
            last[at] = _last[(_count - 1 - at) % Exchanges];
        }

        return last;
    }

    private static CacheResult? ResultOf(string tag) => tag switch
    {
        MetricTags.Hit => CacheResult.Hit,
        MetricTags.Miss => CacheResult.Miss,
        MetricTags.Stale => CacheResult.Stale,
        MetricTags.Pass => CacheResult.Pass,
        _ => null,
    };
}
