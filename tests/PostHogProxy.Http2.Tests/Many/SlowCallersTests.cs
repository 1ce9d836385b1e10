using PostHogProxy.Http2.Tests.Conformance;
using PostHogProxy.Http2.Tests.Wire;

namespace PostHogProxy.Http2.Tests.Many;

/// <summary>Callers go on where their answers were read. What they do there is theirs, and may take long.</summary>
public sealed class SlowCallersTests
{
    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(5)]
    public async Task Callers_that_take_long_hold_up_no_other_whose_answer_came_with_theirs(int callers)
    {
        await using var exchange = await Exchange.StartAsync();
        using var release = new ManualResetEventSlim();
        var requests = new List<(Http2Stream Stream, uint Number)>();
        for (var caller = 0; caller < callers; caller++)
        {
            requests.Add(await exchange.RequestAsync());
        }

        var slow = requests.SkipLast(1).Select(request => GoOnAsync(request.Stream, () => release.Wait(exchange.Token))).ToList();
        var quick = GoOnAsync(requests[^1].Stream, static () => { });

        // In one write, so that one read brings them all. It may be the one who writes that reads.
        var sending = Task.Run(() => exchange.Server.SendAsync([.. requests.Select(static request => Frames.Headers(request.Number, WireHpack.Answer(200)))]));

        await quick.WaitAsync(exchange.Token);
        Assert.DoesNotContain(slow, static caller => caller.IsCompleted);
        release.Set();
        await Task.WhenAll([sending, .. slow]);
        requests.ForEach(static request => request.Stream.Dispose());

        async Task GoOnAsync(Http2Stream stream, Action then)
        {
            await stream.ResponseAsync(exchange.Token).ConfigureAwait(false);
            then();
        }
    }
}
