using System.Text.Json;
using PostHogProxy.Keeping;

namespace PostHogProxy.Tool.Tests.Outbox;

public sealed class OutboxStatusTests : IDisposable
{
    private readonly OutboxFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Status_counts_what_waits_by_kind_and_dead_letters_by_status()
    {
        await _folder.KeepAsync(OutboxFolder.Event(OutboxFolder.Of("a")), OutboxFolder.Event(OutboxFolder.Of("b"), second: 1));
        await _folder.BuryAllAsync(401);
        await _folder.KeepAsync(OutboxFolder.Event("[]", OutboxKind.Replay, 2), OutboxFolder.Event(OutboxFolder.Of("c"), second: 3));

        var run = await ToolProcess.RunAsync("outbox", "status", _folder.File);

        Assert.Equal((1, ""), (run.ExitCode, run.Error));
        Assert.StartsWith("2 requests wait (", run.Lines[0], StringComparison.Ordinal);
        Assert.Contains("the oldest since 2026-11-29 12:00:02Z", run.Lines[0], StringComparison.Ordinal);
        Assert.StartsWith("  events: 1 request waits", run.Lines[1], StringComparison.Ordinal);
        Assert.StartsWith("  replay: 1 request waits", run.Lines[2], StringComparison.Ordinal);
        Assert.StartsWith("2 dead letters (", run.Lines[3], StringComparison.Ordinal);
        Assert.Equal("  status 401: 2", run.Lines[4]);
    }

    [Fact]
    public async Task Scripts_get_the_same_as_JSON_of_the_schema()
    {
        await _folder.KeepAsync(OutboxFolder.Event(OutboxFolder.Of("a")));
        await _folder.BuryAllAsync(400);
        await _folder.KeepAsync(OutboxFolder.Event(OutboxFolder.Of("a")));

        var run = await ToolProcess.RunAsync("outbox", "status", _folder.File, "--json");

        using var document = JsonDocument.Parse(run.Output);
        Assert.Empty(Schema.Violations(Schema.Read("outbox"), document.RootElement));
        Assert.Equal(1, document.RootElement.GetProperty("entries").GetInt32());
        Assert.Equal("2026-11-29T12:00:00Z", document.RootElement.GetProperty("oldest").GetString());
        Assert.Equal(1, document.RootElement.GetProperty("dead").GetInt32());
        Assert.Equal(400, document.RootElement.GetProperty("deadStatuses")[0].GetProperty("status").GetInt32());
    }

    [Fact]
    public async Task An_empty_outbox_is_fine()
    {
        await _folder.KeepAsync();
        var run = await ToolProcess.RunAsync("outbox", "status", _folder.File);
        Assert.Equal((0, "Nothing waits.\n", ""), (run.ExitCode, run.Output, run.Error));
    }

    [Fact]
    public async Task A_file_that_was_found_broken_once_is_named()
    {
        await _folder.KeepAsync();
        var broken = _folder.File + ".broken-20261129-120000-000";
        await File.WriteAllTextAsync(broken, "x", TestContext.Current.CancellationToken);
        var run = await ToolProcess.RunAsync("outbox", "status", _folder.File);
        Assert.Equal(1, run.ExitCode);
        Assert.Contains(broken, run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_file_of_a_running_app_is_read_and_the_app_goes_on()
    {
        await using var store = _folder.Open();
        await using var lease = await store.TryLeaseAsync(TestContext.Current.CancellationToken);
        await OutboxFolder.KeepAsync(store, OutboxFolder.Event(OutboxFolder.Of("a")));

        var run = await ToolProcess.RunAsync("outbox", "status", _folder.File);

        Assert.StartsWith("1 request waits", run.Output, StringComparison.Ordinal);
        await OutboxFolder.KeepAsync(store, OutboxFolder.Event(OutboxFolder.Of("b")));
        Assert.Equal(2, (await store.MeasureAsync(TestContext.Current.CancellationToken)).Entries);
    }

    [Fact]
    public async Task A_copy_of_a_running_apps_file_and_its_log_is_read()
    {
        await using var store = _folder.Open();
        await OutboxFolder.KeepAsync(store, OutboxFolder.Event(OutboxFolder.Of("a")));
        var copy = Path.Combine(_folder.Folder, "copy.db");
        File.Copy(_folder.File, copy);
        File.Copy(_folder.File + "-wal", copy + "-wal");

        var run = await ToolProcess.RunAsync("outbox", "status", copy);

        Assert.StartsWith("1 request waits", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_no_outbox_is_refused_in_one_line_and_left_as_it_is()
    {
        var other = Path.Combine(_folder.Folder, "other.db");
        await File.WriteAllTextAsync(other, new string('x', 5000), TestContext.Current.CancellationToken);
        var empty = Path.Combine(_folder.Folder, "empty.db");
        await File.WriteAllTextAsync(empty, "", TestContext.Current.CancellationToken);
        foreach (var (file, said) in new[]
        {
            (other, "is broken"), (empty, "is no outbox of this version"), (_folder.Folder, "is a folder"), (Path.Combine(_folder.Folder, "none.db"), "There is no file"),
        })
        {
            var run = await ToolProcess.RunAsync("outbox", "status", file);
            Assert.Equal((2, ""), (run.ExitCode, run.Output));
            Assert.Contains(said, run.Error, StringComparison.Ordinal);
            Assert.Contains(file, run.Error, StringComparison.Ordinal);
            Assert.Equal(run.Error.Length - 1, run.Error.IndexOf('\n', StringComparison.Ordinal));
        }

        Assert.Equal(new string('x', 5000), await File.ReadAllTextAsync(other, TestContext.Current.CancellationToken));
        Assert.Equal(0, new FileInfo(empty).Length);
        Assert.False(File.Exists(Path.Combine(_folder.Folder, "none.db")));
    }
}
