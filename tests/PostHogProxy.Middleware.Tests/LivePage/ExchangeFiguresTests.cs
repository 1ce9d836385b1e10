using System.Globalization;
using CsCheck;
using Microsoft.Extensions.Logging.Abstractions;
using PostHogProxy.Forwarding;
using PostHogProxy.Rules.Routes;
using PostHogProxy.Telemetry;

namespace PostHogProxy.Middleware.Tests.LivePage;

/// <summary>The page's counters: an hour by the minute, in one size, without an allocation for an exchange.</summary>
public sealed class ExchangeFiguresTests
{
    private static readonly int[] Statuses = [200, 204, 304, 400, 404, 499, 500, 503, 0];

    [Fact]
    public void Any_number_of_exchanges_takes_the_same_room_and_allocates_nothing()
    {
        const int rounds = 200_000;
        var clock = new MinuteClock();
        var log = new ExchangeLog(NullLogger.Instance, new UpstreamOrigins("https://a.example", "https://b.example", "https://c.example"), clock);

        // What is made once for all proxies is no proxy's own.
        Assert.NotEqual(0, ExchangeFigures.Kinds);
        var before = GC.GetAllocatedBytesForCurrentThread();
        log.Count(withEventNames: false);
        var figures = GC.GetAllocatedBytesForCurrentThread() - before;
        log.Tell(0, RouteKind.Capture, Upstream.Ingest, 200, 2048, 15);

        before = GC.GetAllocatedBytesForCurrentThread();
        for (var round = 0; round < rounds; round++)
        {
            clock.Minute = round / 1000;
            log.Tell(0, (RouteKind)(round % ExchangeFigures.Kinds), Upstream.Ingest, 200 + round % 400, 2048, 15, MetricTags.Miss);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.True(figures < 64 * 1024, string.Create(CultureInfo.InvariantCulture, $"{figures} bytes"));
        Assert.Equal(ExchangeFigures.Exchanges, log.Figures!.Read().Last.Length);
    }

    [Fact]
    public void Whoever_maps_no_page_counts_nothing()
    {
        var log = new ExchangeLog(NullLogger.Instance, new UpstreamOrigins("https://a.example", "https://b.example", "https://c.example"), new MinuteClock());
        log.Tell(0, RouteKind.Capture, Upstream.Ingest, 200);

        Assert.Null(log.Figures);
        Assert.False(log.WantsEventNames);
    }

    // The model keeps all that ever came, and looks at the last 60 minutes of it.
    [Fact]
    public void The_minutes_of_the_last_hour_are_those_of_a_list_of_all_exchanges() =>
        Gen.Select(Gen.Int[0, 200], Gen.Int[0, 16], Gen.Int[0, 8].Select(static at => Statuses[at]), Gen.Int[0, 4])
            .List[0, 60].Sample(exchanges =>
            {
                var clock = new MinuteClock();
                var figures = new ExchangeFigures(clock);
                var minute = 0;
                var all = new List<(int Minute, RouteKind Kind, string Outcome)>();
                foreach (var (later, kind, status, taker) in exchanges)
                {
                    minute += later % 90 == 0 ? later : later % 3;
                    clock.Minute = minute;
                    figures.Count(
                        new(clock.GetTimestamp(), 0, (RouteKind)kind, taker is 0 or 1 ? Upstream.Ingest : null, status, 0, 0, 0, taker == 2 ? "hit" : "none", taker == 3, taker == 1, null), 10);
                    all.Add((minute, (RouteKind)kind, status >= 500 ? "Failed" : status is >= 400 and not 499 ? "Refused" : status == 499 || taker is 1 or 4 ? "Own" : "Answered"));
                }

                var read = figures.Read();
                foreach (var kind in Enum.GetValues<RouteKind>())
                {
                    foreach (var outcome in Enum.GetValues<ExchangeOutcome>())
                    {
                        var expected = new int[60];
                        foreach (var one in all.Where(one => one.Kind == kind && one.Outcome == outcome.ToString() && one.Minute > minute - 60))
                        {
                            expected[59 - (minute - one.Minute)]++;
                        }

                        Assert.Equal(expected, read.Series(kind, outcome));
                    }
                }
            });

    [Fact]
    public void After_an_hour_without_exchanges_the_plots_are_empty_and_the_last_exchanges_stay()
    {
        var clock = new MinuteClock();
        var figures = new ExchangeFigures(clock);
        figures.Count(new(clock.GetTimestamp(), 0, RouteKind.Capture, Upstream.Ingest, 200, 1, 2, 3, MetricTags.Hit, false, false, "seen"), 3000);
        clock.Minute = 60;

        var read = figures.Read();
        Assert.Equal(0, read.Sum(60, ExchangeOutcome.Answered));
        Assert.Null(read.Quantile(60, 0.5));
        Assert.Equal("seen", Assert.Single(read.Last).Events);
    }

    [Theory]
    [InlineData(499, "Own")]
    [InlineData(404, "Refused")]
    [InlineData(502, "Failed")]
    public void A_visitor_who_left_is_neither_a_refusal_nor_a_failure(int status, string outcome)
    {
        var exchange = new ExchangeRecord(0, 0, RouteKind.Replay, Upstream.Ingest, status, 1, 2, 3, MetricTags.None, false, false, null);

        Assert.Equal(outcome, exchange.Outcome.ToString());
    }

    [Fact]
    public void A_quantile_is_never_an_eighth_off() =>
        Gen.Long[4, 60_000_000].Sample(microseconds =>
        {
            var counts = new int[Durations.Count];
            counts[Durations.ClassOf(microseconds)]++;
            Assert.InRange(Durations.Quantile(counts, 0.5)!.Value * 1000, microseconds * 0.874, microseconds * 1.126);
        });

    [Fact]
    public void The_median_and_the_99th_of_a_hundred_are_what_they_are()
    {
        var counts = new int[Durations.Count];
        for (var at = 0; at < 98; at++)
        {
            counts[Durations.ClassOf(20_000)]++;
        }

        counts[Durations.ClassOf(3_000_000)] += 2;
        Assert.InRange(Durations.Quantile(counts, 0.5)!.Value, 17.5, 22.6);
        Assert.InRange(Durations.Quantile(counts, 0.99)!.Value, 2600, 3400);
        Assert.Null(Durations.Quantile(new int[Durations.Count], 0.5));
    }

    [Fact]
    public void Above_117_seconds_all_durations_are_one_class()
    {
        Assert.Equal(Durations.Count - 1, Durations.ClassOf(118_000_000));
        Assert.Equal(Durations.Count - 2, Durations.ClassOf(117_000_000));
    }

    [Theory]
    [InlineData(-5)]
    [InlineData(0)]
    [InlineData(long.MaxValue)]
    public void Any_duration_has_a_class(long microseconds) => Assert.InRange(Durations.ClassOf(microseconds), 0, Durations.Count - 1);

    [Fact]
    public void What_the_outbox_has_kept_is_no_time_with_PostHog()
    {
        var figures = new ExchangeFigures(new MinuteClock());
        figures.Count(new(0, 0, RouteKind.Capture, Upstream.Ingest, 200, 1, 0, 3, MetricTags.None, IsKept: true, IsPreflight: false, null), 3000);

        Assert.Equal(1, figures.Read().KeptSum);
        Assert.Null(figures.Read().Quantile(60, 0.5));
    }

    private sealed class MinuteClock : TimeProvider
    {
        public long Minute { get; set; }

        public override long TimestampFrequency => 1_000;

        public override long GetTimestamp() => Minute * 60_000;
    }
}
