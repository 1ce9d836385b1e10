using PostHogProxy.Rules.Routes;

namespace PostHogProxy.Telemetry;

/// <summary>The figures of one proxy at one moment. Lists of minutes begin with the oldest.</summary>
/// <param name="Total">How many exchanges there have been in all.</param>
/// <param name="Minutes">How many of the minutes have been counted, the newest among them.</param>
/// <param name="Answers">By minute, kind and outcome.</param>
/// <param name="Durations">By minute and class.</param>
/// <param name="Cache">By minute and result.</param>
/// <param name="Kept">By minute: what the outbox has taken.</param>
/// <param name="Last">The last exchanges, the newest first.</param>
internal sealed record FiguresSnapshot(
    long Total, int Minutes, int[] Answers, int[] Durations, int[] Cache, int[] Kept, ExchangeRecord[] Last)
{
    /// <summary>How many of a kind ended so, by the minute.</summary>
    public int[] Series(RouteKind kind, ExchangeOutcome outcome)
    {
        var series = new int[ExchangeFigures.Minutes];
        for (var minute = 0; minute < series.Length; minute++)
        {
            series[minute] = Answers[(minute * ExchangeFigures.Kinds + (int)kind) * ExchangeFigures.Outcomes + (int)outcome];
        }

        return series;
    }

    /// <summary>How many of the last minutes ended so, of one kind or of all.</summary>
    public int Sum(int lastMinutes, ExchangeOutcome outcome, RouteKind? kind = null)
    {
        var sum = 0;
        for (var minute = ExchangeFigures.Minutes - lastMinutes; minute < ExchangeFigures.Minutes; minute++)
        {
            for (var at = 0; at < ExchangeFigures.Kinds; at++)
            {
                if (kind is null || (int)kind == at)
                {
                    sum += Answers[(minute * ExchangeFigures.Kinds + at) * ExchangeFigures.Outcomes + (int)outcome];
                }
            }
        }

        return sum;
    }

    public int KeptSum => Kept.Sum();

    /// <summary>The sum of the hour.</summary>
    public int CacheSum(CacheResult result)
    {
        var sum = 0;
        for (var at = (int)result; at < Cache.Length; at += ExchangeFigures.CacheResults)
        {
            sum += Cache[at];
        }

        return sum;
    }

    /// <summary>In milliseconds; null where nothing was measured.</summary>
    public double? Quantile(int lastMinutes, double share)
    {
        Span<int> sums = stackalloc int[Telemetry.Durations.Count];
        for (var minute = ExchangeFigures.Minutes - lastMinutes; minute < ExchangeFigures.Minutes; minute++)
        {
            for (var at = 0; at < sums.Length; at++)
            {
                sums[at] += Durations[minute * sums.Length + at];
            }
        }

        return Telemetry.Durations.Quantile(sums, share);
    }
}
