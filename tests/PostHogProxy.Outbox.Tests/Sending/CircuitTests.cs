using PostHogProxy.Outbox.Sending;

namespace PostHogProxy.Outbox.Tests.Sending;

public sealed class CircuitTests
{
    private readonly FakeTime _time = new();
    private readonly Circuit _circuit;
    private readonly List<bool> _turns = [];

    public CircuitTests()
    {
        _circuit = new(_time, static () => 1);
        _circuit.Turned += _turns.Add;
    }

    [Fact]
    public void Five_failures_in_a_row_open_it_and_four_do_not()
    {
        Fail(4);
        _circuit.Passed();
        Fail(4);
        Assert.False(_circuit.IsOpen);
        _circuit.Failed();
        Assert.True(_circuit.IsOpen);
        Assert.Equal([true], _turns);
    }

    [Fact]
    public void Half_of_twenty_in_ten_seconds_open_it()
    {
        Mix(9);
        Assert.False(_circuit.IsOpen);
        Mix(1);
        Assert.True(_circuit.IsOpen);
    }

    [Fact]
    public void Fewer_than_half_do_not_open_it()
    {
        for (var round = 0; round < 20; round++)
        {
            Mix(2);
            _circuit.Passed();
        }

        Assert.False(_circuit.IsOpen);
    }

    [Fact]
    public void Half_of_twenty_over_a_longer_time_do_not()
    {
        for (var second = 0; second < 60; second++)
        {
            Mix(1);
            _time.Advance(TimeSpan.FromSeconds(2));
        }

        Assert.False(_circuit.IsOpen);
    }

    [Fact]
    public void The_pause_doubles_from_one_second_to_sixty()
    {
        Fail(5);
        var pauses = new List<double>();
        for (var probe = 0; probe < 9; probe++)
        {
            pauses.Add(_circuit.ProbeIn!.Value.TotalSeconds);
            _time.Advance(_circuit.ProbeIn!.Value);
            Assert.True(_circuit.TryProbe());
            _circuit.Failed(isProbe: true);
        }

        Assert.Equal([1, 2, 4, 8, 16, 32, 60, 60, 60], pauses);
        _circuit.Passed();
        Assert.Null(_circuit.ProbeIn);
        Fail(5);
        Assert.Equal(1, _circuit.ProbeIn!.Value.TotalSeconds);
        Assert.Equal([true, false, true], _turns);
    }

    [Fact]
    public void Jitter_takes_any_part_of_the_pause()
    {
        var parts = new Queue<double>([0, 0.25, 0.5]);
        var circuit = new Circuit(_time, parts.Dequeue);
        for (var failure = 0; failure < 5; failure++)
        {
            circuit.Failed();
        }

        Assert.Equal(TimeSpan.Zero, circuit.ProbeIn);
        circuit.Failed(isProbe: true);
        Assert.Equal(0.5, circuit.ProbeIn!.Value.TotalSeconds);
        circuit.Failed(isProbe: true);
        Assert.Equal(2, circuit.ProbeIn!.Value.TotalSeconds);
    }

    [Fact]
    public void Those_that_were_under_way_when_it_opened_make_the_pause_no_longer()
    {
        Fail(200);
        Assert.Equal(1, _circuit.ProbeIn!.Value.TotalSeconds);
    }

    [Theory]
    [InlineData(0.5, 1)]
    [InlineData(30, 30)]
    [InlineData(120, 120)]
    [InlineData(86_400, 900)]
    public void PostHog_is_left_alone_as_long_as_it_asks_within_reason(double asked, double pause)
    {
        Fail(4);
        _circuit.Failed(TimeSpan.FromSeconds(asked));
        Assert.Equal(pause, _circuit.ProbeIn!.Value.TotalSeconds);
    }

    [Fact]
    public void What_one_asked_under_way_asks_is_heeded_too_and_never_makes_the_pause_shorter()
    {
        Fail(5);
        _circuit.Failed(TimeSpan.FromSeconds(40));
        _circuit.Failed(TimeSpan.FromSeconds(2));
        Assert.Equal(40, _circuit.ProbeIn!.Value.TotalSeconds);
    }

    [Fact]
    public void One_asks_for_all()
    {
        Assert.False(_circuit.TryProbe());
        Fail(5);
        Assert.False(_circuit.TryProbe());
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.True(_circuit.TryProbe());
        Assert.False(_circuit.TryProbe());

        // Its answer is never heard of: another one asks a minute later.
        _time.Advance(TimeSpan.FromSeconds(59));
        Assert.False(_circuit.TryProbe());
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.True(_circuit.TryProbe());
    }

    [Theory]
    [InlineData(-400)]
    [InlineData(400)]
    public void Setting_the_clock_moves_no_probe(int days)
    {
        Fail(5);
        _time.Set = TimeSpan.FromDays(days);
        Assert.Equal(1, _circuit.ProbeIn!.Value.TotalSeconds);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.True(_circuit.TryProbe());
    }

    private void Fail(int times)
    {
        for (var failure = 0; failure < times; failure++)
        {
            _circuit.Failed();
        }
    }

    private void Mix(int times)
    {
        for (var pair = 0; pair < times; pair++)
        {
            _circuit.Passed();
            _circuit.Failed();
        }
    }
}
