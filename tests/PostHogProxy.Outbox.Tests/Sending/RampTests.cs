using PostHogProxy.Outbox.Sending;

namespace PostHogProxy.Outbox.Tests.Sending;

public sealed class RampTests
{
    private readonly FakeTime _time = new();

    [Fact]
    public void It_doubles_each_clean_second_up_to_its_most()
    {
        var ramp = new Ramp(_time, 8);
        Assert.Equal([1, 2, 4, 8, 8], Widths(ramp, 5));
        Assert.Equal([1, 2, 4, 6, 6], Widths(new Ramp(_time, 6), 5));
    }

    [Fact]
    public void A_failure_halves_it_and_a_return_starts_it_again()
    {
        var ramp = new Ramp(_time, 8);
        Widths(ramp, 4);
        ramp.Failed();
        Assert.Equal(4, ramp.Width);
        ramp.Failed();
        ramp.Failed();
        ramp.Failed();
        Assert.Equal(1, ramp.Width);
        Widths(ramp, 4);
        ramp.Restart();
        Assert.Equal(1, ramp.Width);
    }

    [Fact]
    public void A_second_with_a_failure_is_not_clean()
    {
        var ramp = new Ramp(_time, 8);
        Widths(ramp, 3);
        Assert.Equal(8, ramp.Width);
        _time.Advance(TimeSpan.FromSeconds(0.9));
        ramp.Failed();
        _time.Advance(TimeSpan.FromSeconds(0.9));
        Assert.Equal(4, ramp.Width);
    }

    private List<int> Widths(Ramp ramp, int seconds)
    {
        var widths = new List<int>();
        for (var second = 0; second < seconds; second++)
        {
            widths.Add(ramp.Width);
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        return widths;
    }
}
