using System.Text.Json;

namespace PostHogProxy.Tool.Tests.Outbox;

public sealed class OutboxDeadTests : IDisposable
{
    private readonly OutboxFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Dead_letters_are_listed_without_a_body_or_a_whole_token()
    {
        await BuryTwoAsync();

        var run = await ToolProcess.RunAsync("outbox", "dead", _folder.File);

        Assert.Equal((1, ""), (run.ExitCode, run.Error));
        Assert.Contains("2026-11-29 12:00:00Z events of /k3fw: status 401", run.Lines[0], StringComparison.Ordinal);
        Assert.Contains("project phc_abcd…", run.Lines[0], StringComparison.Ordinal);
        Assert.DoesNotContain("phc_abcdefghijk", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("jane", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Retry_puts_them_back()
    {
        await BuryTwoAsync();
        var run = await ToolProcess.RunAsync("outbox", "dead", _folder.File, "--retry", "--json");

        using var document = JsonDocument.Parse(run.Output);
        Assert.Empty(Schema.Violations(Schema.Read("outbox"), document.RootElement));
        Assert.Equal((0, 2), (run.ExitCode, document.RootElement.GetProperty("retried").GetInt32()));
        var content = await _folder.ContentAsync();
        Assert.Equal((2L, 0L, 0L), (content.Entries, content.Dead, content.DeadBytes));
        Assert.Equal(2, (await _folder.BodiesAsync()).Count);
    }

    [Fact]
    public async Task Drop_deletes_them_without_a_trace_and_nothing_else()
    {
        await BuryTwoAsync();
        await _folder.KeepAsync(OutboxFolder.Event(OutboxFolder.Of("joe")));

        var run = await ToolProcess.RunAsync("outbox", "dead", _folder.File, "--drop");

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("Deleted: 2.", run.Output, StringComparison.Ordinal);
        var content = await _folder.ContentAsync();
        Assert.Equal((1L, 0L), (content.Entries, content.Dead));
        Assert.False(_folder.Lies("jane"));
        Assert.True(_folder.Lies("joe"));
    }

    [Fact]
    public async Task Retry_and_drop_exclude_each_other()
    {
        await BuryTwoAsync();
        var run = await ToolProcess.RunAsync("outbox", "dead", _folder.File, "--drop", "--retry");
        Assert.Equal(2, run.ExitCode);
        Assert.Equal(2, (await _folder.ContentAsync()).Dead);
    }

    private async Task BuryTwoAsync()
    {
        await _folder.KeepAsync(OutboxFolder.Event(OutboxFolder.Of("jane")), OutboxFolder.Event(OutboxFolder.Of("jane"), second: 1));
        await _folder.BuryAllAsync(401);
    }
}
