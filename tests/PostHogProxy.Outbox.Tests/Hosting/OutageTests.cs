using System.Net;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using PostHogProxy.Outbox.Tests.Stores;
using static PostHogProxy.Outbox.Tests.Hosting.FailingPostHog;

namespace PostHogProxy.Outbox.Tests.Hosting;

/// <summary>Visitors notice nothing of an outage, and what they sent arrives later.</summary>
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

    private static string ReadShared(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var reader = new StreamReader(file, System.Text.Encoding.Latin1);
        return reader.ReadToEnd();
    }
}
