using System.Net.Http.Json;
using System.Text;
using Microsoft.AspNetCore.Http;
using PostHogProxy.Keeping;
using PostHogProxy.Outbox.Sending;
using PostHogProxy.Outbox.Tests.Sending;
using PostHogProxy.Outbox.Tests.Stores;

namespace PostHogProxy.Outbox.Tests.Hosting;

/// <summary>PostHog takes no more recordings of a project. Its pages must hear so where the answer comes from the outbox.</summary>
public sealed class QuotaTests : IDisposable
{
    private const string Plain = """{"status":"Ok"}""";
    private const string Limited = """{"status":"Ok","quota_limited":["recordings"]}""";

    private readonly StoreFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task What_PostHog_says_of_a_kept_recording_the_next_pages_of_that_project_hear()
    {
        await using var app = await OutboxApp.StartAsync(_folder.File, options => options.Mode = PostHogOutboxMode.WriteAhead);
        app.TakeDown(static context =>
        {
            context.Response.ContentType = "application/json";
            return context.Response.WriteAsync(context.Request.Path == "/s/" ? Limited : Plain);
        });
        Assert.Equal(Plain, await SendAsync(app, "/s/", "phc_one"));
        await Until.TrueAsync(() => app.State.Content is { Entries: 0 } && app.Journal.Requests.Count == 1);
        Assert.Equal(Plain, await SendAsync(app, "/s/", "phc_other"));
        Assert.Equal(Limited, await SendAsync(app, "/s/", "phc_one"));
        Assert.Equal(Plain, await SendAsync(app, "/e/", "phc_one"));
    }

    [Fact]
    public async Task Without_that_word_no_page_is_stopped()
    {
        await using var app = await OutboxApp.StartAsync(_folder.File, options => options.Mode = PostHogOutboxMode.WriteAhead);
        app.TakeDown(static context =>
        {
            context.Response.ContentType = "application/json";
            return context.Response.WriteAsync(Plain);
        });
        Assert.Equal(Plain, await SendAsync(app, "/s/", "phc_one"));
        await Until.TrueAsync(() => app.State.Content is { Entries: 0 } && app.Journal.Requests.Count == 1);
        Assert.Equal(Plain, await SendAsync(app, "/s/", "phc_one"));
    }

    [Fact]
    public void It_holds_for_a_minute()
    {
        var time = new FakeTime();
        var quotas = new Quotas(time);
        Assert.False(quotas.AreReached);
        quotas.Reached("one");
        time.Advance(TimeSpan.FromSeconds(59.9));
        Assert.True(quotas.Has("one"));
        Assert.False(quotas.Has("other"));
        time.Advance(TimeSpan.FromSeconds(0.1));
        Assert.False(quotas.Has("one"));
        Assert.False(quotas.AreReached);
    }

    [Theory]
    [InlineData(Limited, true)]
    [InlineData("""{"quota_limited":["events","recordings"],"status":1}""", true)]
    [InlineData("""{"status":"Ok","quota_limited":["events"]}""", false)]
    [InlineData("""{"status":"Ok","quota_limited":[]}""", false)]
    [InlineData("""{"status":"Ok","quota_limited":"recordings"}""", false)]
    [InlineData("""{"status":"Ok","quota_limited":[1,null]}""", false)]
    [InlineData("[]", false)]
    [InlineData("1", false)]
    [InlineData("quota_limited recordings", false)]
    [InlineData("", false)]
    public void The_word_is_read_as_posthog_js_reads_it(string answer, bool isIn) => Assert.Equal(isIn, QuotaNotice.IsIn(Encoding.UTF8.GetBytes(answer)));

    private static async Task<string> SendAsync(OutboxApp app, string path, string token)
    {
        using var answer = await app.Client.PostAsJsonAsync(
            "/shop" + path,
            new[] { new { @event = "$snapshot", properties = new { token, distinct_id = "d" } } },
            TestContext.Current.CancellationToken);
        Assert.Equal(StatusCodes.Status200OK, (int)answer.StatusCode);
        return await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }
}
