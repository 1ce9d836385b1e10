using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using PostHogProxy.Outbox.Tests.Stores;

namespace PostHogProxy.Outbox.Tests.Hosting;

public sealed class OutageTests : IDisposable
{
    private readonly StoreFolder _folder = new();

    public static TheoryData<string> Faults => ["503", "500", "429", "408", "reset", "silence"];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task An_event_of_an_outage_is_answered_200_and_arrives_afterwards(string fault)
    {
        await using var app = await OutboxApp.StartAsync(_folder.File);
        app.TakeDown(context => FailAsync(context, fault));
        using (var answer = await app.SendAsync("in the outage"))
        {
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.Equal("""{"status":"Ok"}""", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        }

        Assert.Empty(app.Journal.Events);
        app.BringBack();
        var arrived = await app.ArrivesAsync("in the outage");
        Assert.InRange(arrived.Time, DateTimeOffset.UtcNow.AddMinutes(-2), DateTimeOffset.UtcNow);
    }

    [Fact]
    public async Task The_visitors_address_and_browser_arrive_with_a_kept_event()
    {
        await using var app = await OutboxApp.StartAsync(_folder.File);
        app.TakeDown(context => FailAsync(context, "503"));
        app.Client.DefaultRequestHeaders.Add("User-Agent", "Firefox");
        app.Client.DefaultRequestHeaders.Add("Cookie", "session=secret");
        using var answer = await app.SendAsync("kept");
        app.BringBack();

        await app.ArrivesAsync("kept");
        var headers = app.Journal.Requests[^1].Headers.ToLookup(header => header.Key, header => header.Value, StringComparer.OrdinalIgnoreCase);
        Assert.Equal(["127.0.0.1"], headers["X-Forwarded-For"]);
        Assert.Equal(["Firefox"], headers["User-Agent"]);
        Assert.Empty(headers["Cookie"]);
        Assert.All(Directory.GetFiles(Path.GetDirectoryName(_folder.File)!).Where(static file => !file.EndsWith(".lock", StringComparison.Ordinal)), file => Assert.DoesNotContain("secret", ReadShared(file), StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_page_of_another_origin_may_send_although_PostHog_is_silent()
    {
        await using var app = await OutboxApp.StartAsync(_folder.File);
        app.TakeDown(context => FailAsync(context, "silence"));
        using var preflight = new HttpRequestMessage(HttpMethod.Options, "/shop/e/");
        preflight.Headers.Add("Origin", "https://shop.example");
        preflight.Headers.Add("Access-Control-Request-Method", "POST");
        preflight.Headers.Add("Access-Control-Request-Headers", "content-type");
        using var permitted = await app.Client.SendAsync(preflight, TestContext.Current.CancellationToken);
        Assert.True(permitted.IsSuccessStatusCode);
        Assert.Equal(["https://shop.example"], permitted.Headers.GetValues("Access-Control-Allow-Origin"));
        Assert.Equal(["content-type"], permitted.Headers.GetValues("Access-Control-Allow-Headers"));
        Assert.Empty(app.Journal.Requests);
    }

    [Theory]
    [InlineData("400")]
    [InlineData("401")]
    [InlineData("413")]
    public async Task What_PostHog_refuses_for_good_the_SDK_hears_at_once(string fault)
    {
        await using var app = await OutboxApp.StartAsync(_folder.File);
        app.TakeDown(context => FailAsync(context, fault));
        using var answer = await app.SendAsync("refused");
        Assert.Equal(fault, ((int)answer.StatusCode).ToString(System.Globalization.CultureInfo.InvariantCulture));
    }

    [Fact]
    public async Task Flags_and_scripts_are_never_kept()
    {
        await using var app = await OutboxApp.StartAsync(_folder.File);
        app.TakeDown(context => FailAsync(context, "503"));
        using var flags = await app.Client.PostAsync("/shop/flags/?v=2", new StringContent("{}"), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, flags.StatusCode);
        using var script = await app.Client.GetAsync("/shop/static/array.js", TestContext.Current.CancellationToken);
        Assert.False(script.IsSuccessStatusCode);
    }

    [Fact]
    public async Task A_long_outage_opens_the_circuit_and_is_logged_once()
    {
        await using var app = await OutboxApp.StartAsync(_folder.File);
        app.TakeDown(context => FailAsync(context, "503"));
        for (var number = 0; number < 40; number++)
        {
            using var answer = await app.SendAsync($"event {number}");
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }

        // The circuit lets nothing but a probe through: forty visitors did not wait for PostHog.
        Assert.InRange(app.Journal.Requests.Count, 5, 30);
        Assert.Single(app.Log.Of(61));
        using (var preflight = new HttpRequestMessage(HttpMethod.Options, "/shop/e/"))
        {
            preflight.Headers.Add("Origin", "https://shop.example");
            preflight.Headers.Add("Access-Control-Request-Method", "POST");
            using var permitted = await app.Client.SendAsync(preflight, TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.OK, permitted.StatusCode);
            Assert.Equal("https://shop.example", permitted.Headers.GetValues("Access-Control-Allow-Origin").Single());
        }

        app.BringBack();
        for (var number = 0; number < 40; number++)
        {
            await app.ArrivesAsync($"event {number}");
        }

        Assert.Single(app.Log.Of(62));
        Assert.Equal(HealthStatus.Healthy, (await app.HealthAsync()).Status);
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
        await UntilAsync(() => app.State.Content is { Entries: 0, Dead: 1 });
        Assert.Contains("400", Assert.Single(app.Log.Of(66)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_store_that_is_full_leaves_PostHogs_failure_to_the_SDK()
    {
        await using var app = await OutboxApp.StartAsync(_folder.File, options => (options.MaxBytes, options.MaxEntryBytes) = (1 << 20, 1 << 20));
        app.TakeDown(context => FailAsync(context, "503"));
        var large = new string('x', 400_000);
        var statuses = new List<HttpStatusCode>();
        for (var number = 0; number < 4; number++)
        {
            using var answer = await app.SendAsync(large);
            statuses.Add(answer.StatusCode);
        }

        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.ServiceUnavailable, HttpStatusCode.ServiceUnavailable], statuses);
        Assert.Single(app.Log.Of(63));
        var health = await app.HealthAsync();
        Assert.Equal(HealthStatus.Degraded, health.Status);
        Assert.Contains("MaxBytes", health.Entries["posthog-outbox"].Description, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Written_ahead_an_event_is_in_the_file_before_PostHog_has_seen_it()
    {
        await using var app = await OutboxApp.StartAsync(_folder.File, options => options.Mode = PostHogOutboxMode.WriteAhead);
        using var answer = await app.SendAsync("ahead");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        await app.ArrivesAsync("ahead");
        await UntilAsync(() => app.State.Content is { Entries: 0, Dead: 0 });
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
            await UntilAsync(() => off.State.Content.Entries == 1);
            Assert.Empty(off.Journal.Requests);
        }

        await using var on = await OutboxApp.StartAsync(_folder.File);
        await on.ArrivesAsync("held");
    }

    private static async Task FailAsync(HttpContext context, string fault)
    {
        switch (fault)
        {
            case "reset":
                context.Abort();
                break;
            case "silence":
                await Task.Delay(Timeout.Infinite, context.RequestAborted);
                break;
            default:
                context.Response.StatusCode = int.Parse(fault, System.Globalization.CultureInfo.InvariantCulture);
                await context.Request.Body.CopyToAsync(Stream.Null, context.RequestAborted);
                break;
        }
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(60));
        while (!condition())
        {
            await Task.Delay(20, limit.Token);
        }
    }

    private static string ReadShared(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var reader = new StreamReader(file, System.Text.Encoding.Latin1);
        return reader.ReadToEnd();
    }
}
