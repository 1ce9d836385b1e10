using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using PostHogProxy.Keeping;
using PostHogProxy.Outbox.Hosting;
using PostHogProxy.Outbox.Stores;
using PostHogProxy.Outbox.Tests.Sending;
using PostHogProxy.Outbox.Tests.Stores;

namespace PostHogProxy.Outbox.Tests.Hosting;

/// <summary>What the outbox does, as its meter, its log and its state have it.</summary>
public sealed class OutboxReportsTests : IDisposable
{
    private readonly FakeTime _time = new();
    private readonly OutboxState _state = new();
    private readonly Lines _lines = new();
    private readonly Measurements _measured = new();
    private readonly OutboxReports _reports;
    private bool _isOpen;

    public OutboxReportsTests() => _reports = new(
        _state,
        new PostHogOutboxOptions { MaxBytes = 1000, MaxAge = TimeSpan.FromHours(24) },
        ((ILoggerProvider)_lines).CreateLogger("PostHogProxy.Outbox"),
        new OutboxMetrics(_measured.Factory, _state, _time, () => _isOpen),
        _time);

    public void Dispose()
    {
        _reports.Dispose();
        _measured.Dispose();
        _lines.Dispose();
    }

    [Theory]
    [InlineData(nameof(Kept.Full), "full", "MaxBytes")]
    [InlineData(nameof(Kept.ReplaysFull), "replays_full", "MaxReplayShare")]
    [InlineData(nameof(Kept.DiskFull), "disk_full", "MinFreeDisk")]
    public void What_is_not_kept_is_counted_by_its_reason_and_a_problem(string kept, string reason, string setting)
    {
        _reports.Rejected(Enum.Parse<Kept>(kept));
        Assert.Equal([$"posthog.outbox.rejected 1 reason={reason}"], _measured.All);
        Assert.Contains(setting, _state.Problem, StringComparison.Ordinal);
        Assert.Single(_lines.Of(63));
    }

    [Fact]
    public void A_store_that_fails_is_counted_each_time_and_a_problem_only_where_it_is_open()
    {
        _reports.NotKept();
        Assert.Null(_state.Problem);
        _reports.NotKept(new IOException("The disk is gone."));
        Assert.Equal("The disk is gone.", _state.Problem);
        Assert.Equal(["posthog.outbox.rejected 1 reason=store", "posthog.outbox.rejected 1 reason=store"], _measured.All);
    }

    [Theory]
    [InlineData(nameof(OutboxKind.Events), "events")]
    [InlineData(nameof(OutboxKind.Logs), "logs")]
    [InlineData(nameof(OutboxKind.Replay), "replay")]
    public void What_is_kept_is_counted_by_kind_and_reason_and_shows_that_the_store_works(string kind, string name)
    {
        _reports.NotKept(new IOException("The disk is gone."));
        _reports.Stored(Enum.Parse<OutboxKind>(kind), "circuit");
        Assert.Equal($"posthog.outbox.stored 1 kind={name} reason=circuit", _measured.All[^1]);
        Assert.Null(_state.Problem);
        Assert.Single(_lines.Of(64));
    }

    [Fact]
    public void A_commit_is_measured_and_shows_that_the_store_works()
    {
        _reports.NotKept(new IOException("The disk is gone."));
        _reports.Committed(7, TimeSpan.FromMilliseconds(250));
        Assert.Equal(["posthog.outbox.commit.duration 0.25", "posthog.outbox.commit.size 7"], _measured.All.TakeLast(2));
        Assert.Null(_state.Problem);
    }

    [Fact]
    public void What_PostHog_has_taken_is_counted_with_its_delay_and_an_unread_body_apart()
    {
        var kept = Sample.Request(1, OutboxKind.Replay, at: _time.Start.UtcDateTime.AddSeconds(-90));
        _reports.Sent(kept, wasRead: true);
        Assert.Equal(["posthog.outbox.sent 1 kind=replay", "posthog.outbox.delay 90"], _measured.All);
        _reports.Sent(kept, wasRead: false);
        Assert.Equal("posthog.outbox.undecodable 1", _measured.All[^1]);
        Assert.Equal(5, _measured.All.Count);
    }

    [Fact]
    public void An_attempt_that_failed_is_counted_by_its_status_and_not_logged()
    {
        _reports.Postponed(503);
        Assert.Equal(["posthog.outbox.retries 1 status=503"], _measured.All);
        Assert.Null(_state.Problem);
    }

    [Fact]
    public void A_dead_letter_is_counted_and_logged_with_the_command_and_not_with_the_whole_token()
    {
        _reports.Opened(new OpenedStore(new MemoryStore()) { DeadCommand = "posthog-proxy outbox dead shop.db" });
        _reports.Buried(Sample.Request(1) with { Body = """{"api_key":"phc_abcdefghijklmnopqrstuvwxyz0123456789","event":"a"}"""u8.ToArray() }, 400);
        _reports.Buried(Sample.Request(2), 413);
        Assert.Equal(["posthog.outbox.dead 1 status=400", "posthog.outbox.dead 1 status=413"], _measured.All);
        var lines = _lines.Of(66);
        Assert.Contains("400 (project phc_", lines[0].Text, StringComparison.Ordinal);
        Assert.DoesNotContain("phc_abcdefghijklmnopqrstuvwxyz0123456789", lines[0].Text, StringComparison.Ordinal);
        Assert.Contains("posthog-proxy outbox dead shop.db", lines[0].Text, StringComparison.Ordinal);
        Assert.Contains("413 (project unknown)", lines[1].Text, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_too_old_is_counted_and_said_and_nothing_where_nothing_is()
    {
        _reports.Expired(0);
        Assert.Empty(_measured.All);
        Assert.Empty(_lines.Of(67));
        _reports.Expired(3);
        Assert.Equal(["posthog.outbox.dropped 3 reason=expired"], _measured.All);
        Assert.StartsWith("3 ", Assert.Single(_lines.Of(67)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_turn_of_the_drainer_ends_the_trouble_that_it_had()
    {
        _reports.StoreFailed(new("It is stuck."));
        Assert.Equal("It is stuck.", _state.Problem);
        _reports.Expired(0);
        Assert.Null(_state.Problem);
    }

    [Fact]
    public void What_the_disk_has_spoilt_is_counted()
    {
        _reports.Unreadable(2);
        Assert.Equal(["posthog.outbox.dropped 2 reason=corrupt"], _measured.All);
    }

    [Fact]
    public void What_is_met_again_and_again_is_said_once()
    {
        for (var turn = 0; turn < 3; turn++)
        {
            _reports.Foreign();
            _reports.Orphaned(["/old", "/older"]);
        }

        Assert.Single(_lines.Of(68));
        Assert.Equal(["/old", "/older"], _lines.Of(69).Select(static line => line.Text.Split(" at ")[1].Split(',')[0]));
    }

    [Fact]
    public void A_circuit_is_said_at_its_turns_and_is_a_figure_while_it_is_open()
    {
        _reports.Turned("/shop", OutboxKind.Events, isOpen: true);
        _isOpen = true;
        Assert.Contains("posthog.outbox.circuit 1", _measured.Observed());
        _reports.Turned("/shop", OutboxKind.Events, isOpen: false);
        _isOpen = false;
        Assert.Contains("posthog.outbox.circuit 0", _measured.Observed());
        Assert.Contains("events of the proxy at /shop.", Assert.Single(_lines.Of(61)).Text, StringComparison.Ordinal);
        Assert.Contains("events of the proxy at /shop again", Assert.Single(_lines.Of(62)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void What_the_store_holds_is_figures()
    {
        Assert.Contains("posthog.outbox.oldest_age 0", _measured.Observed());
        _reports.Measured(new(5, 700, _time.Start.UtcDateTime.AddSeconds(-30), 2, 60));
        Assert.Equal(
            ["posthog.outbox.bytes 700", "posthog.outbox.circuit 0", "posthog.outbox.dead_letters 2", "posthog.outbox.entries 5", "posthog.outbox.oldest_age 30"],
            _measured.Observed());

        // A clock that was set back makes nothing younger than now.
        _time.Set = TimeSpan.FromMinutes(-5);
        Assert.Contains("posthog.outbox.oldest_age 0", _measured.Observed());
    }

    [Fact]
    public void A_file_that_was_found_broken_is_said_and_stays_in_the_state()
    {
        _reports.NotOpened(new("It is locked."));
        Assert.Equal("It is locked.", _state.Problem);
        _reports.Opened(new OpenedStore(new MemoryStore(), "/data/shop.db.broken-1", 12));
        Assert.Null(_state.Problem);
        Assert.Contains("/data/shop.db.broken-1; 12 request(s)", _state.Salvaged, StringComparison.Ordinal);
        Assert.Contains("/data/shop.db.broken-1; 12 request(s)", Assert.Single(_lines.Of(65)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_was_whole_is_not_spoken_of()
    {
        _reports.Opened(new OpenedStore(new MemoryStore()));
        Assert.Null(_state.Salvaged);
        Assert.Empty(_lines.Of(65));
    }
}
