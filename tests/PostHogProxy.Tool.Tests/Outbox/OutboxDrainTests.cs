using System.Text.Json;

namespace PostHogProxy.Tool.Tests.Outbox;

public sealed class OutboxDrainTests : IDisposable
{
    private readonly OutboxFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Drain_sends_all_with_the_time_that_each_event_has()
    {
        await using var postHog = await Capture.StartAsync();
        await _folder.KeepAsync([.. Enumerable.Range(0, 20).Select(second => OutboxFolder.Event(OutboxFolder.Of("a", $"e{second}"), second: second))]);

        var run = await ToolProcess.RunAsync("outbox", "drain", _folder.File, "--to", postHog.Url, "--yes");

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Equal([$"Sent to {postHog.Url}: 20.", "Nothing waits any more."], run.Lines);
        Assert.Equal(20, postHog.Requests.Count);

        // Received at 12:00:07, 1.5 s after it happened.
        var seventh = postHog.Requests.Single(request => request.Body.Contains("\"e7\"", StringComparison.Ordinal));
        Assert.Equal("/e/?ip=0", seventh.Target);
        Assert.Contains("\"timestamp\":\"2026-11-29T12:00:05.500Z\"", seventh.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("offset", seventh.Body, StringComparison.Ordinal);
        Assert.Equal(0, (await _folder.ContentAsync()).Entries);
        Assert.False(File.Exists(_folder.File + ".lock"));
    }

    [Fact]
    public async Task What_PostHog_refuses_becomes_a_dead_letter_and_the_rest_is_sent()
    {
        await using var postHog = await Capture.StartAsync();
        postHog.Status = body => body.Contains("poison", StringComparison.Ordinal) ? 400 : 200;
        await _folder.KeepAsync(OutboxFolder.Event(OutboxFolder.Of("a", "poison")), OutboxFolder.Event(OutboxFolder.Of("a")));

        var run = await ToolProcess.RunAsync("outbox", "drain", _folder.File, "--to", postHog.Url, "--yes", "--json");

        using var document = JsonDocument.Parse(run.Output);
        Assert.Empty(Schema.Violations(Schema.Read("outbox"), document.RootElement));
        Assert.Equal((0, 1, 1), (run.ExitCode, document.RootElement.GetProperty("sent").GetInt32(), document.RootElement.GetProperty("refused").GetInt32()));
        Assert.Equal(1, (await _folder.ContentAsync()).Dead);
    }

    [Fact]
    public async Task A_PostHog_that_takes_nothing_is_left_alone_and_nothing_is_lost()
    {
        await using var postHog = await Capture.StartAsync();
        postHog.Status = _ => 503;
        await _folder.KeepAsync([.. Enumerable.Range(0, 50).Select(second => OutboxFolder.Event(OutboxFolder.Of("a"), second: second))]);

        var run = await ToolProcess.RunAsync("outbox", "drain", _folder.File, "--to", postHog.Url, "--yes");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("PostHog takes nothing now: status 503.", run.Output, StringComparison.Ordinal);
        Assert.Contains("50 requests wait.", run.Output, StringComparison.Ordinal);
        Assert.InRange(postHog.Requests.Count, 1, 8);
    }

    [Fact]
    public async Task While_an_app_sends_the_tool_does_not_and_says_so()
    {
        await using var postHog = await Capture.StartAsync();
        await using var store = _folder.Open();
        await using var lease = await store.TryLeaseAsync(TestContext.Current.CancellationToken);
        await OutboxFolder.KeepAsync(store, OutboxFolder.Event(OutboxFolder.Of("a")));

        var run = await ToolProcess.RunAsync("outbox", "drain", _folder.File, "--to", postHog.Url, "--yes");

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("An app uses this outbox", run.Error, StringComparison.Ordinal);
        Assert.Empty(postHog.Requests);
        Assert.True(File.Exists(_folder.File + ".lock"));
    }

    [Fact]
    public async Task Nothing_is_sent_before_somebody_agrees()
    {
        await using var postHog = await Capture.StartAsync();
        await _folder.KeepAsync(OutboxFolder.Event(OutboxFolder.Of("a")));

        var run = await ToolProcess.RunAsync("outbox", "drain", _folder.File, "--to", postHog.Url);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("Send 1 request(s), the oldest of 2026-11-29 12:00:00Z, to " + postHog.Url, run.Error, StringComparison.Ordinal);
        Assert.Contains("--yes", run.Error, StringComparison.Ordinal);
        Assert.Empty(postHog.Requests);
    }

    [Theory]
    [InlineData("Say where to send")]
    [InlineData("exclude each other", "--to", "https://posthog.shop.example", "--region", "eu")]
    [InlineData("is no address of a host", "--to", "https://posthog.shop.example/path")]
    [InlineData("is no address of a host", "--to", "posthog.shop.example")]
    [InlineData("'de' isn't a region", "--region", "de")]
    [InlineData("--timeout is from 1 to 300", "--region", "eu", "--timeout", "0")]
    public async Task A_wrong_place_is_refused(string said, params string[] arguments)
    {
        await _folder.KeepAsync(OutboxFolder.Event(OutboxFolder.Of("a")));
        var run = await ToolProcess.RunAsync([.. new[] { "outbox", "drain", _folder.File, "--yes" }, .. arguments]);
        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        Assert.Contains(said, run.Error, StringComparison.Ordinal);
    }
}
