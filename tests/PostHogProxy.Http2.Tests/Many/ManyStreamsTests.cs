using System.Collections.Concurrent;
using PostHogProxy.Http2.Pooling;
using PostHogProxy.Http2.Tests.Wire;

namespace PostHogProxy.Http2.Tests.Many;

/// <summary>10,000 exchanges through the pool, with resets from both sides and servers that leave.</summary>
public sealed class ManyStreamsTests
{
    private const int Exchanges = 10_000, AtOnce = 120;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Each_exchange_is_answered_once_none_twice_and_none_hangs(int seed)
    {
        await RunAsync(seed + 100, 1000);
        var before = Memory.Now();

        await RunAsync(seed, Exchanges);

        using var patience = new Bound();
        await Memory.IsFlatAsync(before, 4 * 1024 * 1024, patience.Token);
    }

    private static async Task RunAsync(int seed, int exchanges)
    {
        using var bound = new Bound(300);
        var ledger = new Ledger();
        var servers = new ConcurrentBag<UnsteadyServer>();
        var running = new ConcurrentBag<Task>();
        var connections = 0;
        var outcomes = new ConcurrentDictionary<string, Outcome>();
        using (var pool = new Http2ConnectionPool(Connect, new Http2PoolOptions(), TimeProvider.System))
        {
            var next = -1;
            await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(worker => Task.Run(async () =>
            {
                var random = new Random((seed * 1000) + worker);
                for (int number; (number = Interlocked.Increment(ref next)) < exchanges;)
                {
                    var path = $"/exchange/{number}";
                    Assert.True(outcomes.TryAdd(path, await OneExchange.RunAsync(pool, path, random, bound.Token)));
                }
            })));

            // Nothing is left open on either side.
            await Until.IsAsync(() => servers.All(static server => server.Open == 0), bound.Token);
        }

        await Task.WhenAll(running);
        foreach (var server in servers)
        {
            server.Dispose();
        }

        Assert.Equal(exchanges, outcomes.Count);
        foreach (var (path, outcome) in outcomes)
        {
            var processed = ledger.Count(path);
            Assert.True(
                outcome switch { Outcome.Answered or Outcome.Failed => processed == 1, Outcome.Refused => processed == 0, _ => processed <= 1 },
                $"{path}: {outcome}, but the servers processed it {processed} times.");
        }

        if (exchanges == Exchanges)
        {
            AssertAllHappened(outcomes, ledger, connections);
        }

        Task<Stream> Connect(CancellationToken cancellationToken)
        {
            var (clientSide, serverSide) = MemoryDuplex.Pair();
            var server = new UnsteadyServer(serverSide, (seed * 100) + Interlocked.Increment(ref connections), ledger, bound.Token);
            servers.Add(server);
            running.Add(server.RunAsync());
            return Task.FromResult<Stream>(clientSide);
        }
    }

    // The test is one only then.
    private static void AssertAllHappened(ConcurrentDictionary<string, Outcome> outcomes, Ledger ledger, int connections)
    {
        var kinds = outcomes.Values.CountBy(static outcome => outcome).ToDictionary();
        Assert.True(kinds[Outcome.Answered] > Exchanges / 2, $"{kinds[Outcome.Answered]} were answered.");
        Assert.All(new[] { Outcome.Failed, Outcome.GivenUp }, kind => Assert.True(kinds[kind] > Exchanges / 100, $"{kind}: {kinds[kind]}."));
        Assert.True(
            ledger.GoAways >= Exchanges / 1000 && ledger.Resets > Exchanges / 10 && connections > ledger.GoAways / 2,
            $"{ledger.GoAways} GOAWAY, {ledger.Resets} resets, {connections} connections.");
    }
}
