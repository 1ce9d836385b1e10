using PostHogProxy.Middleware.Tests.Hosting;
using PostHogProxy.Telemetry;

namespace PostHogProxy.Middleware.Tests.Diagnostics;

public sealed class ThrottleTests
{
    [Fact]
    public void One_line_a_minute_tells_how_many_it_stands_for()
    {
        var time = new SetClock();
        var throttle = new Throttle(time);
        var told = new List<int>();

        for (var second = 0; second < 150; second++)
        {
            if (throttle.IsDue(out var count))
            {
                told.Add(count);
            }

            time.Move(TimeSpan.FromSeconds(1));
        }

        Assert.Equal([1, 60, 60], told);
    }
}
