using PostHogProxy.Outbox.Hosting;
using PostHogProxy.Outbox.Stores;
using PostHogProxy.Outbox.Tests.Sending;

namespace PostHogProxy.Outbox.Tests.Hosting;

/// <summary>What is wrong with an outbox, in words: the worst of it alone.</summary>
public sealed class OutboxWordsTests
{
    private readonly FakeTime _time = new();
    private readonly OutboxState _state = new();
    private readonly PostHogOutboxOptions _options = new() { MaxBytes = 1000 };

    [Fact]
    public void An_outbox_that_holds_little_and_nothing_old_is_well() => Assert.Null(Of(Holding(800, age: TimeSpan.FromMinutes(15))));

    [Fact]
    public void Above_four_fifths_it_is_nearly_full() =>
        Assert.StartsWith("The PostHog outbox is 80 % full. Raise PostHogProxy:Outbox:MaxBytes", Of(Holding(801)), StringComparison.Ordinal);

    [Fact]
    public void What_waits_longer_than_a_quarter_of_an_hour_is_said_with_its_time() => Assert.Equal(
        "3 PostHog request(s) wait, the oldest since 2026-11-29 11:44:59Z. PostHog can't be reached, or refuses them for now.",
        Of(Holding(10, age: new TimeSpan(0, 15, 1))));

    [Fact]
    public void A_file_that_was_found_broken_is_said_while_nothing_else_is_wrong()
    {
        _state.Salvaged = "It was broken.";
        Assert.Equal("It was broken.", Of(Holding(10)));
        Assert.Equal("It was broken.", Of(default));
        Assert.Contains("wait", Of(Holding(10, age: TimeSpan.FromHours(1))), StringComparison.Ordinal);
    }

    [Fact]
    public void That_nothing_can_be_kept_comes_first_and_fullness_before_age()
    {
        Assert.Contains("99 % full", Of(Holding(990, age: TimeSpan.FromHours(1))), StringComparison.Ordinal);
        _state.Problem = "The disk is gone";
        Assert.Equal("The PostHog outbox can't keep requests. The disk is gone.", Of(Holding(990, age: TimeSpan.FromHours(1))));
    }

    private string? Of(OutboxContent content) => OutboxWords.Of(_state, content, _options, _time);

    private OutboxContent Holding(long bytes, TimeSpan age = default) => new(3, bytes, _time.Start.UtcDateTime - age, 0, 0);
}
