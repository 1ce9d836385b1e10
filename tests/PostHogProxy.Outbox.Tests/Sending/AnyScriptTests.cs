using CsCheck;
using PostHogProxy.Keeping;

namespace PostHogProxy.Outbox.Tests.Sending;

/// <summary>Whatever PostHog answers and the store does: no request is lost, and none is dead but by the rules.</summary>
public sealed class AnyScriptTests
{
    private static readonly int[] Refusals = [400, 401, 402, 403, 404, 413, 422];

    private static readonly Gen<int> Refused = AnyOf(Refusals);

    private static readonly Gen<int> Statuses = Gen.Frequency((6, Gen.Const(200)), (1, Refused), (3, AnyOf(0, 408, 429, 500, 502, 503, 302)));

    private static readonly Gen<Phase> Phases = Gen.Select(
        Gen.Int[1, 200],
        Gen.Frequency((3, Gen.Const(Array.Empty<int>())), (3, Statuses.Array[1, 6]), (3, AnyOf(0, 429, 500, 503).Array[1, 2]), (1, Refused.Array[1, 1])),
        Gen.Int[0, 20_000],
        Gen.Frequency((3, Gen.Const(0.0)), (1, Gen.Const(0.3))),
        Gen.Int[0, 30],
        static (seconds, statuses, takes, storeFails, kept) => new Phase(seconds, statuses, takes, storeFails, kept));

    [Fact]
    public void Every_kept_request_is_taken_or_dead_by_the_rules_or_still_there() =>
        Gen.Select(Phases.Array[1, 6], Gen.Int[1, 8], Gen.Int[1, 4], Gen.UInt).Sample(
            static (phases, width, attempts, seed) => RunAsync(phases, width, attempts, seed).GetAwaiter().GetResult(), iter: 60, threads: 1);

    private static async Task RunAsync(Phase[] phases, int width, int attempts, uint seed)
    {
        var dice = new Random((int)seed);
        await using var drain = new Drain(new() { MaxConcurrency = width, MaxAttempts = attempts }, dice.NextDouble);
        var passed = new HashSet<string>();
        var kept = new List<string>();
        var storeFails = 0.0;
        drain.Store.Fails = name => dice.NextDouble() < storeFails;
        foreach (var phase in phases)
        {
            storeFails = phase.StoreFails;
            drain.PostHog.Answers = request => new(phase.Statuses.Length == 0 ? 200 : phase.Statuses[dice.Next(phase.Statuses.Length)], dice.Next(8) == 0 ? TimeSpan.FromSeconds(7) : null);
            drain.PostHog.Takes = _ => TimeSpan.FromMilliseconds(dice.Next(phase.Takes + 1));
            for (var second = 0; second < phase.Seconds; second += 10)
            {
                for (var more = 0; more < phase.Kept; more++)
                {
                    var kind = (OutboxKind)dice.Next(1, 4);
                    drain.Keep(kept.Count, kind);
                    kept.Add($"{kind} {kept.Count}");
                }

                await drain.RunAsync(TimeSpan.FromSeconds(10));
            }

            Check(drain, kept, attempts);
        }

        // PostHog is well again, and so is the store: all that is not dead arrives.
        storeFails = 0;
        drain.PostHog.Answers = static _ => new(200);
        drain.PostHog.Takes = static _ => TimeSpan.FromMilliseconds(5);
        await drain.RunAsync(TimeSpan.FromMinutes(5));
        Check(drain, kept, attempts);
        Assert.All(drain.Store.Rows, static row => Assert.NotNull(row.DeadBy));
        Assert.InRange(drain.PostHog.MostInFlight, 0, width);
    }

    private static void Check(Drain drain, List<string> kept, int attempts)
    {
        var rows = drain.Store.Rows;
        var there = rows.Select(row => Drain.Name(row.Request)).ToHashSet();
        var log = drain.PostHog.Log.ToLookup(sent => Drain.Name(sent.Request), static sent => sent.Status);
        Assert.All(kept, name => Assert.True(there.Contains(name) || log[name].Contains(200), $"{name} is gone, and PostHog never took it."));
        foreach (var dead in rows.Where(static row => row.DeadBy is not null))
        {
            var statuses = log[Drain.Name(dead.Request)].ToList();
            var isRefused = Refusals.Contains(dead.DeadBy!.Value) && statuses.Contains(dead.DeadBy.Value);
            Assert.True(isRefused || statuses.Count(static status => status is not 200) > attempts, $"{Drain.Name(dead.Request)} is dead after {string.Join(", ", statuses)}.");
        }
    }

    private static Gen<int> AnyOf(params int[] statuses) => Gen.Int[0, statuses.Length - 1].Select(index => statuses[index]);

    /// <summary>Some time in which PostHog and the store behave in one way.</summary>
    private sealed record Phase(int Seconds, int[] Statuses, int Takes, double StoreFails, int Kept)
    {
        public override string ToString() => $"{Seconds} s [{string.Join(",", Statuses)}] in {Takes} ms, store fails {StoreFails}, {Kept} kept each 10 s";
    }
}
