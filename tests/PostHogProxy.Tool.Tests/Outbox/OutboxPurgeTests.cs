using System.Text.Json;
using PostHogProxy.Keeping;
using PostHogProxy.Outbox.Stores;

namespace PostHogProxy.Tool.Tests.Outbox;

public sealed class OutboxPurgeTests : IDisposable
{
    private readonly OutboxFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task One_person_is_erased_and_others_stay_byte_for_byte()
    {
        var joe = OutboxFolder.Of("joe");
        await _folder.KeepAsync(
            OutboxFolder.Event(OutboxFolder.Of("jane")),
            OutboxFolder.Event($"[{OutboxFolder.Of("jane")},{joe},{OutboxFolder.Of("jane", "left")}]"),
            OutboxFolder.Event(joe));

        var run = await ToolProcess.RunAsync("outbox", "purge", _folder.File, "--distinct-id", "jane");

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Equal(["Deleted requests: 1. Requests kept without this person's part: 1. Events, recording items and log records erased: 3."], run.Lines);
        Assert.Equal([$"[{joe}]", joe], await _folder.BodiesAsync());
        Assert.False(_folder.Lies("jane"));
    }

    [Fact]
    public async Task The_sums_stay_true_after_a_request_was_changed()
    {
        await _folder.KeepAsync(OutboxFolder.Event($"[{OutboxFolder.Of("jane")},{OutboxFolder.Of("joe")}]"));
        await ToolProcess.RunAsync("outbox", "purge", _folder.File, "--distinct-id", "jane");

        var changed = await _folder.ContentAsync();
        using var fresh = new OutboxFolder();
        await fresh.KeepAsync(OutboxFolder.Event($"[{OutboxFolder.Of("joe")}]"));
        var expected = await fresh.ContentAsync();
        Assert.Equal((expected.Entries, expected.Bytes), (changed.Entries, changed.Bytes));
    }

    [Fact]
    public async Task Dead_letters_and_recordings_are_looked_at_too()
    {
        await _folder.KeepAsync(OutboxFolder.Event(OutboxFolder.Of("jane")), OutboxFolder.Event($"[{OutboxFolder.Of("jane")}]", OutboxKind.Replay));
        await _folder.BuryAllAsync(400);
        await _folder.KeepAsync(OutboxFolder.Event($"[{OutboxFolder.Of("jane")}]", OutboxKind.Replay));

        await ToolProcess.RunAsync("outbox", "purge", _folder.File, "--distinct-id", "jane");

        Assert.Equal(new OutboxContent(0, 0, null, 0, 0), await _folder.ContentAsync());
        Assert.False(_folder.Lies("jane"));
    }

    [Fact]
    public async Task What_cannot_be_read_is_named_counted_and_left()
    {
        await _folder.KeepAsync(
            OutboxFolder.Event(OutboxFolder.Of("jane")),
            OutboxFolder.Event("jane in a form that nobody knows", second: 1),
            OutboxFolder.Event("{}", second: 2) with { Path = "protected/1" });

        var run = await ToolProcess.RunAsync("outbox", "purge", _folder.File, "--distinct-id", "jane", "--json");

        using var document = JsonDocument.Parse(run.Output);
        Assert.Empty(Schema.Violations(Schema.Read("outbox"), document.RootElement));
        Assert.Equal(1, run.ExitCode);
        Assert.False(document.RootElement.GetProperty("isComplete").GetBoolean());
        Assert.Equal(["undecodable", "protected"], document.RootElement.GetProperty("unread").EnumerateArray().Select(one => one.GetProperty("why").GetString()));
        Assert.Equal(2, (await _folder.ContentAsync()).Entries);

        var plain = await ToolProcess.RunAsync("outbox", "purge", _folder.File, "--distinct-id", "jane");
        Assert.Contains("not read: 2 2026-11-29 12:00:01Z events", plain.Output, StringComparison.Ordinal);
        Assert.Contains("2 request(s) could not be read. This person may be in them.", plain.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_running_app_goes_on_while_a_person_is_erased()
    {
        await using var store = _folder.Open();
        await using var lease = await store.TryLeaseAsync(TestContext.Current.CancellationToken);
        await OutboxFolder.KeepAsync(store, OutboxFolder.Event(OutboxFolder.Of("jane")), OutboxFolder.Event($"[{OutboxFolder.Of("jane")},{OutboxFolder.Of("joe")}]"));

        var run = await ToolProcess.RunAsync("outbox", "purge", _folder.File, "--distinct-id", "jane");

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        await OutboxFolder.KeepAsync(store, OutboxFolder.Event(OutboxFolder.Of("jim")));
        var due = await store.DueAsync("/k3fw", OutboxKind.Events, 10, DateTime.UtcNow, TestContext.Current.CancellationToken);
        Assert.Equal([$"[{OutboxFolder.Of("joe")}]", OutboxFolder.Of("jim")], due.Select(one => System.Text.Encoding.UTF8.GetString(one.Request.Body)));
    }

    [Fact]
    public async Task Everything_is_erased_once_somebody_agrees()
    {
        await _folder.KeepAsync(OutboxFolder.Event(OutboxFolder.Of("jane")), OutboxFolder.Event("nobody can read jane"));
        await _folder.BuryAllAsync(400);
        await _folder.KeepAsync(OutboxFolder.Event(OutboxFolder.Of("jane")));

        var asked = await ToolProcess.RunAsync("outbox", "purge", _folder.File, "--all");
        Assert.Equal(2, asked.ExitCode);
        Assert.Contains("Delete all 3 requests", asked.Error, StringComparison.Ordinal);
        Assert.Equal(2, (await _folder.ContentAsync()).Dead);

        var run = await ToolProcess.RunAsync("outbox", "purge", _folder.File, "--all", "--yes");
        Assert.Equal(0, run.ExitCode);
        Assert.Equal(["Deleted requests: 3. Nothing is kept any more."], run.Lines);
        Assert.Equal(new OutboxContent(0, 0, null, 0, 0), await _folder.ContentAsync());
        Assert.False(_folder.Lies("jane"));
    }

    [Theory]
    [InlineData("Say what to erase")]
    [InlineData("Say what to erase", "--all", "--distinct-id", "jane")]
    [InlineData("is empty", "--distinct-id", "")]
    public async Task What_to_erase_must_be_said(string said, params string[] arguments)
    {
        await _folder.KeepAsync(OutboxFolder.Event(OutboxFolder.Of("jane")));
        var run = await ToolProcess.RunAsync([.. new[] { "outbox", "purge", _folder.File, "--yes" }, .. arguments]);
        Assert.Equal(2, run.ExitCode);
        Assert.Contains(said, run.Error, StringComparison.Ordinal);
        Assert.Equal(1, (await _folder.ContentAsync()).Entries);
    }
}
