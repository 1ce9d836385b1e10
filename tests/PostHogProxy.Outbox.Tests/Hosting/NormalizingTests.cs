using System.Net.Http.Headers;
using PostHogProxy.Outbox.Tests.Stores;
using PostHogProxy.Outbox.Tests.Times;

namespace PostHogProxy.Outbox.Tests.Hosting;

/// <summary>PostHog has taken an event, and its answer got lost: the second attempt must have the time of the first.</summary>
public sealed class NormalizingTests : IDisposable
{
    private readonly StoreFolder _folder = new();

    public static TheoryData<string, string> All
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var shape in SdkRequest.Shapes)
            {
                foreach (var encoding in SdkRequest.Encodings)
                {
                    data.Add(shape, encoding);
                }
            }

            return data;
        }
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(All))]
    public async Task Both_attempts_have_the_same_bytes_and_times(string shape, string encoding)
    {
        var clock = new Shifted();
        await using var app = await OutboxApp.StartAsync(_folder.File, options => options.NormalizeTimestamps = true, clock: clock);
        app.LoseAnswers();
        await SendAsync(app, shape, encoding);
        var first = app.Journal.Requests[0];
        clock.By = TimeSpan.FromHours(1);
        app.BringBack();
        await Until.TrueAsync(() => app.Journal.Requests[^1].Status == 200 && app.State.Content.Entries == 0);

        // However often it was tried meanwhile.
        Assert.All(app.Journal.Requests, one => Assert.Equal(first.BodySha256, one.BodySha256));
        var second = app.Journal.Requests[^1];
        Assert.Equal((first.BodySha256, first.RawTarget), (second.BodySha256, second.RawTarget));
        Assert.Equal(first.HeaderValues("Content-Type"), second.HeaderValues("Content-Type"));
        Assert.Equal(first.HeaderValues("Content-Encoding"), second.HeaderValues("Content-Encoding"));
        Assert.Equal(2, first.Events.Count + (shape.StartsWith("single", StringComparison.Ordinal) ? 1 : 0));
        Assert.Equal(first.Events.Select(static one => one.Time), second.Events.Select(static one => one.Time));
    }

    [Fact]
    public async Task Without_the_option_the_first_attempt_goes_as_it_came()
    {
        await using var app = await OutboxApp.StartAsync(_folder.File);
        var body = await SendAsync(app, "wrapper, offset", "plain");
        Assert.Equal(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(body)), Assert.Single(app.Journal.Requests).BodySha256);
    }

    [Theory]
    [InlineData("wrapper, offset", "plain")]
    [InlineData("array, _", "base64 form")]
    [InlineData("single", "gzip-js")]
    public async Task A_healthy_PostHog_finds_the_times_that_it_would_have_found(string shape, string encoding)
    {
        await using var app = await OutboxApp.StartAsync(_folder.File, options => options.NormalizeTimestamps = true);
        var before = DateTimeOffset.UtcNow;
        await SendAsync(app, shape, encoding);
        var request = Assert.Single(app.Journal.Requests);
        Assert.Equal(200, request.Status);
        Assert.All(request.Events, one => Assert.InRange(one.Time, before.AddSeconds(-5), DateTimeOffset.UtcNow));
    }

    [Fact]
    public async Task What_nobody_can_read_goes_as_it_came()
    {
        await using var app = await OutboxApp.StartAsync(_folder.File, options => options.NormalizeTimestamps = true);
        byte[] body = [0x1f, 0x8b, 0x08, 1, 2, 3];
        using var content = new ByteArrayContent(body);
        using var answer = await app.Client.PostAsync("/shop/e/?_=1795953600000", content, TestContext.Current.CancellationToken);
        var request = Assert.Single(app.Journal.Requests);
        Assert.Equal((Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(body)), "/e/?_=1795953600000"), (request.BodySha256, request.RawTarget));
    }

    // As posthog-js sends it now.
    private static async Task<byte[]> SendAsync(OutboxApp app, string shape, string encoding)
    {
        var sdk = SdkRequest.Of(shape, encoding, DateTime.UtcNow, TimeSpan.Zero);
        using var content = new ByteArrayContent(sdk.Body);
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(sdk.ContentType!);
        if (sdk.ContentEncoding is { } packed)
        {
            content.Headers.ContentEncoding.Add(packed);
        }

        using var answer = await app.Client.PostAsync("/shop/e/" + sdk.Query, content, TestContext.Current.CancellationToken);
        Assert.True(answer.IsSuccessStatusCode);
        return sdk.Body;
    }

    private sealed class Shifted : TimeProvider
    {
        public TimeSpan By { get; set; }

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + By;
    }
}
