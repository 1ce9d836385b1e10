namespace PostHogProxy.Outbox.Tests.Sending;

/// <summary>A request that PostHog will never take holds up no other.</summary>
public sealed class DrainPoisonTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task A_poisonous_request_among_good_ones_is_dead_after_ten_and_holds_up_none()
    {
        await using var drain = new Drain();
        drain.PostHog.Answers = static request => new(Drain.Name(request) == "Events 0" ? 500 : 200);

        // Which of two answers of the same moment is heard first is left to the threads.
        drain.PostHog.Takes = static request => TimeSpan.FromMilliseconds(Drain.Name(request) == "Events 0" ? 30 : 20);
        drain.Keep(0);
        for (var second = 1; second <= 1200; second++)
        {
            drain.Keep(second);
            await drain.RunAsync(TimeSpan.FromSeconds(1));
        }

        await drain.RunAsync(Minute);
        var dead = Assert.Single(drain.Store.Rows);
        Assert.Equal("Events 0", Drain.Name(dead.Request));
        Assert.Equal(500, dead.DeadBy);

        // The first failure is nobody's fault: nothing had passed yet.
        Assert.Equal(11, drain.Names.Count(static name => name == "Events 0"));
    }

    [Fact]
    public async Task Poison_at_the_head_of_the_queue_keeps_no_circuit_open()
    {
        await using var drain = new Drain(before: static drain => drain.Keep(Enumerable.Range(0, 40)));
        drain.PostHog.Answers = static request => new(int.Parse(Drain.Name(request)[7..], System.Globalization.CultureInfo.InvariantCulture) < 20 ? 500 : 200);
        await drain.RunAsync(TimeSpan.FromHours(6));
        Assert.Equal(Enumerable.Range(0, 20).Select(number => $"Events {number}"), drain.Store.Rows.Select(row => Drain.Name(row.Request)));
    }

    [Fact]
    public async Task A_poisonous_request_alone_is_not_sent_again_and_again_while_visitors_pass()
    {
        await using var drain = new Drain(before: static drain => drain.Keep(1));
        drain.PostHog.Answers = static _ => new(500);
        for (var second = 0; second < 3600; second++)
        {
            var service = drain.Services[0];
            service.Passed(service.Begin()!.Value.Begun);
            await drain.RunAsync(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(500, Assert.Single(drain.Store.Rows).DeadBy);
        Assert.Equal(11, drain.Names.Count);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(401)]
    [InlineData(413)]
    public async Task What_PostHog_refuses_is_dead_at_once(int status)
    {
        await using var drain = new Drain(before: static drain => drain.Keep([1, 2]));
        drain.PostHog.Answers = request => new(Drain.Name(request) == "Events 1" ? status : 200);
        await drain.RunAsync(Minute);
        Assert.Equal(status, Assert.Single(drain.Store.Rows).DeadBy);
        Assert.Equal(2, drain.Names.Count);
    }
}
