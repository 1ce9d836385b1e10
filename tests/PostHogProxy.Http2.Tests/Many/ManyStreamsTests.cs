using System.Collections.Concurrent;
using System.Text;
using PostHogProxy.Http2.Pooling;
using PostHogProxy.Http2.Tests.Conformance;
using PostHogProxy.Http2.Tests.Wire;

namespace PostHogProxy.Http2.Tests.Many;

/// <summary>10,000 exchanges through the pool, with resets from both sides and servers that leave.</summary>
public sealed class ManyStreamsTests
{
    private const int Exchanges = 10_000, AtOnce = 120;

    private enum Outcome
    {
        Answered = 1,
        Refused,
        Failed,
        GivenUp,
    }

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
                    Assert.True(outcomes.TryAdd(path, await ExchangeAsync(pool, path, random, bound.Token)));
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

    // As the sender does: what no server has looked at is sent again.
    private static async Task<Outcome> ExchangeAsync(Http2ConnectionPool pool, string path, Random random, CancellationToken bound)
    {
        for (var attempt = 0; attempt < 20; attempt++)
        {
            var body = new byte[random.Next(5) * 700];
            var uploads = random.Next(4) == 0;
            using var stream = await pool.OpenAsync(Exchange.Block(body.Length == 0 ? "GET" : "POST", path), uploads ? default : body, endsHere: !uploads, bound);
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(bound);
            var givesUp = random.Next(40);
            if (givesUp == 0)
            {
                return Outcome.GivenUp;
            }

            if (givesUp == 1)
            {
                patience.CancelAfter(TimeSpan.FromMilliseconds(random.Next(3)));
            }

            try
            {
                if (uploads)
                {
                    // The answer, or its end, need not wait for it.
                    var upload = UploadAsync(stream, body, patience.Token);
                    if (random.Next(2) == 0)
                    {
                        await upload;
                    }
                }

                await stream.ResponseAsync(patience.Token);
                var status = stream.Status;
                Assert.Contains(("x-path", path), Exchange.Fields(stream));
                if (givesUp == 2)
                {
                    return Outcome.GivenUp;
                }

                var text = await ReadAsync(stream, patience.Token);
                Assert.Equal(status == 200 ? string.Concat(Enumerable.Repeat(path, 20)) : "", text);
                Assert.True(status is 200 or 413);
                return Outcome.Answered;
            }
            catch (OperationCanceledException) when (patience.IsCancellationRequested && !bound.IsCancellationRequested)
            {
                return Outcome.GivenUp;
            }
            catch (Exception failure) when (Failure.IsHttp(failure) && Failure.Code(failure) == WireCode.Refused)
            {
                // Again.
            }
            catch (Exception failure) when (Failure.IsHttp(failure) && Failure.Code(failure) is WireCode.Internal or WireCode.Cancel)
            {
                return Outcome.Failed;
            }
        }

        return Outcome.Refused;
    }

    private static async Task UploadAsync(Http2Stream stream, byte[] body, CancellationToken cancellationToken)
    {
        try
        {
            await stream.WriteAsync(new(body), cancellationToken);
            stream.EndBody();
        }
        catch (Exception failure) when (Failure.IsHttp(failure) || failure is OperationCanceledException)
        {
            // The answer says why.
        }
    }

    private static async Task<string> ReadAsync(Http2Stream stream, CancellationToken cancellationToken)
    {
        var text = new StringBuilder();
        var part = new byte[100];
        for (int count; (count = await stream.ReadAsync(part, cancellationToken)) > 0;)
        {
            text.Append(Encoding.ASCII.GetString(part, 0, count));
        }

        return text.ToString();
    }
}
