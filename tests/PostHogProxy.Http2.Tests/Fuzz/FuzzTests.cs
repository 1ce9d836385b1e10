using CsCheck;
using PostHogProxy.Http2.Tests.Conformance;
using PostHogProxy.Http2.Tests.Wire;

namespace PostHogProxy.Http2.Tests.Fuzz;

/// <summary>Rows of frames that nobody wrote. POSTHOGPROXY_LONG=1 asks for 100,000 of them.</summary>
public sealed class FuzzTests
{
    private static readonly int Count = Environment.GetEnvironmentVariable("POSTHOGPROXY_LONG") == "1" ? 100_000 : 2000;

    private static readonly Gen<AnswerShape> Answer = Gen.Select(
        Gen.Int[0, 2], Gen.Int[0, 3000].Array[0, 4], Gen.Bool, Of<byte>(0, 0, 1, 200), Gen.Bool, Gen.Bool,
        static (interim, parts, length, padding, trailers, split) => new AnswerShape(interim, parts, length, padding, trailers, split));

    private static readonly Gen<FrameScript> Scripts = Gen.Select(
        Answer.Array[3],
        Gen.Select(Gen.Int[0, 60], Gen.Int[0, Faulty.Kinds - 1], Gen.Int[0, 1_000_000], static (at, which, number) => new Fault(at, which, number)).Array[0, 4],
        Gen.Int[0, 1_000_000],
        Of(1, 7, 100, 20_000, int.MaxValue),
        Of(0, 0, 0, 1, 2, 4, 7),
        Gen.Bool,
        static (answers, faults, seed, read, givesUp, breaks) => new FrameScript(answers, faults, seed, read, givesUp, breaks));

    [Fact]
    public async Task Whatever_frames_come_nothing_hangs_and_failures_are_of_the_runtimes_kinds()
    {
        await Scripts.SampleAsync(static script => RunAsync(script), iter: 200, threads: 2);
        var before = Memory.Now();

        await Scripts.SampleAsync(static script => RunAsync(script), iter: Count, threads: 2);

        using var patience = new Bound();
        await Memory.IsFlatAsync(before, 4 * 1024 * 1024, patience.Token);
    }

    private static Gen<T> Of<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(at => values[at]);

    private static async Task RunAsync(FrameScript script)
    {
        using var bound = new Bound();
        var (clientSide, serverSide) = MemoryDuplex.Pair(largestRead: script.LargestRead);
        using var server = new RawServer(serverSide, bound.Token);
        var shaken = server.ShakeHandsAsync((WireSetting.InitialWindowSize, 2000));
        using var client = await Http2Connection.StartAsync(clientSide, new Http2Limits { StreamWindow = 65_535 }, bound.Token);
        await shaken;
        Task<byte[]?>[] exchanges = [ExchangeAsync(0, "GET", 0), ExchangeAsync(1, "POST", 1000), ExchangeAsync(2, "POST", 5000)];

        await server.SendBytesAsync(script.ToBytes());
        if (script.Breaks && !script.IsRight)
        {
            serverSide.Break();
        }
        else
        {
            serverSide.EndOutput();
        }

        var bodies = await Task.WhenAll(exchanges);
        Assert.Equal(0, client.ActiveStreams);
        if (script.IsRight)
        {
            for (var at = 0; at < bodies.Length; at++)
            {
                Assert.Equal((script.GivesUp >> at & 1) == 1 ? null : FrameScript.Body(script.Answers[at], (uint)((2 * at) + 1)), bodies[at]);
            }
        }

        // Its own frames are right whatever came, and it closes.
        var frames = await server.UntilEndAsync();
        Assert.All(frames, static frame => Assert.InRange(frame.Kind, WireKind.Data, WireKind.Continuation));
        Assert.InRange(frames.Count(static frame => frame.Kind == WireKind.GoAway), 0, 1);
        await Until.IsAsync(() => !client.IsOpen, bound.Token);

        async Task<byte[]?> ExchangeAsync(int at, string method, int length)
        {
            var givesUp = (script.GivesUp >> at & 1) == 1;
            using var patience = new CancellationTokenSource();
            using var stream = client.TryOpen(Exchange.Block(method), length < 2000 ? new byte[length] : [], endsHere: length < 2000)!;
            await Task.Yield();
            try
            {
                if (length >= 2000)
                {
                    await stream.WriteAsync(new(new byte[length]), bound.Token);
                    stream.EndBody();
                }
            }
            catch (Exception failure) when (Failure.IsHttp(failure))
            {
                // The answer counts.
            }

            try
            {
                if (givesUp)
                {
                    await patience.CancelAsync();
                }

                await stream.ResponseAsync(patience.Token);
                var body = new List<byte>();
                var part = new byte[700];
                for (int count; (count = await stream.ReadAsync(part, patience.Token)) > 0;)
                {
                    body.AddRange(part.AsSpan(0, count));
                }

                return givesUp ? null : [.. body];
            }
            catch (Exception failure) when (Failure.IsHttp(failure) || (givesUp && failure is OperationCanceledException))
            {
                return null;
            }
        }
    }
}
