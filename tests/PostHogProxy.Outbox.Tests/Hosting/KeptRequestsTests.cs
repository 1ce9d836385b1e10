using System.Net;
using Microsoft.AspNetCore.Http;
using PostHogProxy.Outbox.Tests.Stores;
using static PostHogProxy.Outbox.Tests.Hosting.FailingPostHog;

namespace PostHogProxy.Outbox.Tests.Hosting;

/// <summary>What becomes of a request that is in the outbox.</summary>
public sealed class KeptRequestsTests : IDisposable
{
    private readonly StoreFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("503")]
    [InlineData("500")]
    [InlineData("429")]
    public async Task A_request_that_PostHog_has_answered_is_sent_once_and_then_kept(string fault)
    {
        // What is kept is not sent again while the test counts.
        await using var app = await OutboxApp.StartAsync(_folder.File, options => options.LongestStart = TimeSpan.FromDays(1));
        app.TakeDown(context => FailAsync(context, fault));
        using var answer = await app.SendAsync("once");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Single(app.Journal.Requests);
    }

    [Fact]
    public async Task What_was_kept_before_a_restart_is_sent_after_it()
    {
        await using (var app = await OutboxApp.StartAsync(_folder.File))
        {
            app.TakeDown(context => FailAsync(context, "503"));
            using var answer = await app.SendAsync("before");
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }

        await using var again = await OutboxApp.StartAsync(_folder.File);
        await again.ArrivesAsync("before");
    }

    [Fact]
    public async Task A_request_that_PostHog_refuses_later_is_put_aside_and_holds_up_nothing()
    {
        await using var app = await OutboxApp.StartAsync(_folder.File);
        app.TakeDown(context => FailAsync(context, "503"));
        using (await app.SendAsync("poison"))
        {
        }

        using (await app.SendAsync("good"))
        {
        }

        app.TakeDown(async context =>
        {
            context.Request.EnableBuffering();
            using var reader = new StreamReader(context.Request.Body, leaveOpen: true);
            var text = await reader.ReadToEndAsync(TestContext.Current.CancellationToken);
            await FailAsync(context, text.Contains("poison", StringComparison.Ordinal) ? "400" : "200");
        });
        await Until.TrueAsync(() => app.State.Content is { Entries: 0, Dead: 1 });
        Assert.Contains("400", Assert.Single(app.Log.Of(66)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Written_ahead_an_event_is_in_the_file_before_PostHog_has_seen_it()
    {
        await using var app = await OutboxApp.StartAsync(_folder.File, options => options.Mode = PostHogOutboxMode.WriteAhead);
        var mayAnswer = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        app.TakeDown(_ => mayAnswer.Task);
        using var answer = await app.SendAsync("ahead");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        await Until.TrueAsync(() => app.State.Content.Entries == 1);
        app.BringBack();
        mayAnswer.SetResult();
        await Until.TrueAsync(() => app.State.Content is { Entries: 0, Dead: 0 });
    }

    [Fact]
    public async Task While_the_proxy_is_off_nothing_leaves()
    {
        await using (var app = await OutboxApp.StartAsync(_folder.File))
        {
            app.TakeDown(context => FailAsync(context, "503"));
            using var answer = await app.SendAsync("held");
        }

        await using (var off = await OutboxApp.StartAsync(_folder.File, proxy: options => options.Disabled = true))
        {
            await Until.TrueAsync(() => off.State.Content.Entries == 1);
            Assert.Empty(off.Journal.Requests);
        }

        await using var on = await OutboxApp.StartAsync(_folder.File);
        await on.ArrivesAsync("held");
    }
}
