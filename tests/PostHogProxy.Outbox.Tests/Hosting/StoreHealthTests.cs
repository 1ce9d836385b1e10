using Microsoft.Extensions.Logging;
using PostHogProxy.Outbox.Hosting;
using PostHogProxy.Outbox.Stores;

namespace PostHogProxy.Outbox.Tests.Hosting;

/// <summary>When the store is said to work again: each trouble has its own end, and needs no visitor for it.</summary>
public sealed class StoreHealthTests : IDisposable
{
    private const long MaxBytes = 1000;

    private readonly OutboxState _state = new();
    private readonly Lines _lines = new();
    private readonly StoreHealth _health;

    public StoreHealthTests() => _health = new(_state, new PostHogOutboxOptions { MaxBytes = MaxBytes, MaxReplayShare = 0.5 }, ((ILoggerProvider)_lines).CreateLogger("PostHogProxy.Outbox"));

    [Fact]
    public void A_full_store_has_room_again_once_it_was_sent_from()
    {
        _health.Refused(Kept.Full);
        _health.Wrote();
        _health.Measured(Holding(801));
        Assert.Contains("MaxBytes", _state.Problem, StringComparison.Ordinal);
        _health.Measured(Holding(800));
        Assert.Null(_state.Problem);
        Assert.Single(_lines.Of(64));
    }

    [Fact]
    public void Recordings_have_room_again_once_little_waits()
    {
        _health.Refused(Kept.ReplaysFull);
        _health.Wrote();
        _health.Measured(Holding(401));
        Assert.Contains("MaxReplayShare", _state.Problem, StringComparison.Ordinal);
        _health.Measured(Holding(400));
        Assert.Null(_state.Problem);
    }

    [Fact]
    public void Recordings_that_nobody_wants_are_no_trouble()
    {
        var health = new StoreHealth(_state, new PostHogOutboxOptions { MaxReplayShare = 0 }, ((ILoggerProvider)_lines).CreateLogger("PostHogProxy.Outbox"));
        health.Refused(Kept.ReplaysFull);
        Assert.Null(_state.Problem);
    }

    [Fact]
    public void A_disk_has_room_again_when_the_store_says_so()
    {
        _health.Refused(Kept.DiskFull);
        _health.Wrote();
        _health.Measured(Holding(0) with { IsDiskFull = true });
        Assert.Contains("MinFreeDisk", _state.Problem, StringComparison.Ordinal);
        _health.Measured(Holding(0));
        Assert.Null(_state.Problem);
    }

    [Fact]
    public void What_could_not_be_written_ends_with_a_write_of_anybodys()
    {
        _health.NotWritten(new IOException("No."));
        _health.Measured(Holding(0));
        _health.Drains();
        Assert.Equal("No.", _state.Problem);
        _health.Wrote();
        Assert.Null(_state.Problem);
    }

    [Fact]
    public void A_server_that_was_away_is_back_when_it_answers()
    {
        _health.NotWritten(new OutboxStoreException("Away.") { IsAway = true });
        _health.Drains();
        Assert.Equal("Away.", _state.Problem);
        _health.Measured(Holding(0));
        Assert.Null(_state.Problem);
    }

    [Fact]
    public void What_the_drainer_could_not_do_ends_with_its_next_whole_turn()
    {
        _health.NotDrained(new("Stuck."));
        _health.Wrote();
        _health.Measured(Holding(0));
        Assert.Equal("Stuck.", _state.Problem);
        _health.Drains();
        Assert.Null(_state.Problem);
    }

    [Fact]
    public void What_is_not_open_ends_with_the_opening_alone()
    {
        _health.NotOpened(new("Locked."));
        _health.Wrote();
        _health.Drains();
        _health.Measured(Holding(0));
        Assert.Equal("Locked.", _state.Problem);
        _health.Opened();
        Assert.Null(_state.Problem);
    }

    [Fact]
    public void The_same_trouble_is_said_once_and_no_end_without_a_beginning()
    {
        _health.Wrote();
        _health.Measured(Holding(0));
        _health.Opened();
        Assert.Empty(_lines.Of(64));
        for (var request = 0; request < 100; request++)
        {
            _health.Refused(Kept.Full);
            _health.Wrote();
            _health.Measured(Holding(990));
        }

        Assert.Single(_lines.Of(63));
    }

    public void Dispose() => _lines.Dispose();

    private static OutboxContent Holding(long bytes) => new(1, bytes, null, 0, 0);
}
