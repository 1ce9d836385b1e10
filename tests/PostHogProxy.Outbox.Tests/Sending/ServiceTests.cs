using PostHogProxy.Keeping;
using PostHogProxy.Outbox.Sending;

namespace PostHogProxy.Outbox.Tests.Sending;

public sealed class ServiceTests
{
    private readonly FakeTime _time = new();
    private readonly Service _service;

    public ServiceTests() => _service = new(OutboxKind.Events, new Circuit(_time, static () => 1), _time);

    [Fact]
    public void Where_nobody_else_asks_a_visitors_request_does_and_one_at_a_time()
    {
        Open();
        _time.Advance(TimeSpan.FromSeconds(5.9));
        Assert.Null(_service.Begin());
        _time.Advance(TimeSpan.FromSeconds(0.1));
        var probe = _service.Begin();
        Assert.True(probe?.IsProbe);
        Assert.Null(_service.Begin());

        _service.Circuit.Failed(isProbe: true);
        Assert.Null(_service.Begin());
        _time.Advance(TimeSpan.FromSeconds(7));
        _service.Passed(_service.Begin()!.Value.Begun);
        Assert.False(_service.Begin()?.IsProbe);
    }

    [Fact]
    public void A_failure_counts_once_another_that_was_sent_later_has_passed()
    {
        var blame = _service.Blame;
        Assert.False(blame.Failed("a", out var times));
        Assert.Equal(1, times);
        Assert.False(blame.Failed("a", out times));
        Assert.Equal(2, times);
        blame.Passed(blame.Begin());
        Assert.True(blame.Failed("a", out times));
        Assert.Equal(0, times);
        Assert.False(blame.Failed("a", out _));
        Assert.False(blame.Failed("b", out _));
    }

    [Fact]
    public void Answers_that_come_in_while_an_outage_begins_blame_nobody()
    {
        var blame = _service.Blame;
        var underWay = blame.Begin();
        Assert.False(blame.Failed("a", out _));
        blame.Passed(underWay);
        Assert.False(blame.Failed("a", out _));
    }

    [Fact]
    public void A_visitors_request_that_passes_shows_that_PostHog_is_there()
    {
        _service.Blame.Failed("a", out _);
        _service.Passed(_service.Begin()!.Value.Begun);
        Assert.True(_service.Blame.Failed("a", out _));
    }

    private void Open()
    {
        for (var failure = 0; failure < 5; failure++)
        {
            _service.Circuit.Failed();
        }
    }
}
