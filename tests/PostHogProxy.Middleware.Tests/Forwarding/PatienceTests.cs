using System.Diagnostics;
using Patience = PostHogProxy.Responses.Patience;

namespace PostHogProxy.Middleware.Tests.Forwarding;

public sealed class PatienceTests
{
    // The timer is not set at every step. What is lost by that must not be the exchange's.
    [Fact(Timeout = 60_000)]
    public async Task What_has_just_moved_has_all_of_its_time_from_then_on()
    {
        var limit = TimeSpan.FromSeconds(1.6);
        using var patience = Patience.Begin(limit, CancellationToken.None);
        var begun = Stopwatch.GetTimestamp();
        var over = new TaskCompletionSource<long>();
        await using var registration = patience.Token.Register(() => over.SetResult(Stopwatch.GetTimestamp()));
        SpinWait.SpinUntil(() => Stopwatch.GetElapsedTime(begun) > limit / 25);

        var moved = Stopwatch.GetTimestamp();
        patience.Extend();

        var ended = await over.Task.WaitAsync(TestContext.Current.CancellationToken);

        // The clock that timers go by has steps of some milliseconds. A slow machine makes it only later.
        Assert.InRange(Stopwatch.GetElapsedTime(moved, ended), limit - TimeSpan.FromMilliseconds(20), TimeSpan.MaxValue);
    }
}
