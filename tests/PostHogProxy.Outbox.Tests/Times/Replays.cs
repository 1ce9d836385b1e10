using System.Net;
using System.Net.Http.Headers;
using PostHogProxy.Keeping;
using PostHogProxy.Testing;

namespace PostHogProxy.Outbox.Tests.Times;

/// <summary>A PostHog whose clock the test sets, asked without a proxy: what it makes of a request at once, and of the one that is sent later.</summary>
internal sealed class Replays : IAsyncDisposable
{
    private readonly SetClock _clock;
    private readonly PostHogStandIn _postHog;
    private readonly HttpMessageInvoker _client;

    private Replays(SetClock clock, PostHogStandIn postHog)
    {
        _clock = clock;
        _postHog = postHog;
        var handler = new SocketsHttpHandler();
        postHog.ConnectFrom(handler);
        _client = new(handler);
    }

    public static async Task<Replays> StartAsync()
    {
        var clock = new SetClock();
        return new(clock, await PostHogStandIn.StartAsync(new StandInOptions { Time = clock }));
    }

    /// <summary>The events of a request that comes at that time.</summary>
    public async Task<IReadOnlyList<StandInEvent>> AtAsync(DateTime now, KeptRequest request)
    {
        _clock.Now = now;
        using var message = new HttpRequestMessage(HttpMethod.Post, new Uri("https://eu.i.posthog.com" + request.Path + request.Query))
        {
            Content = new ByteArrayContent(request.Body),
        };
        message.Content.Headers.ContentType = request.ContentType is { } type ? MediaTypeHeaderValue.Parse(type) : null;
        if (request.ContentEncoding is { } encoding)
        {
            message.Content.Headers.ContentEncoding.Add(encoding);
        }

        using var response = await _client.SendAsync(message, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return _postHog.Journal.Requests[^1].Events;
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _postHog.DisposeAsync();
    }

    private sealed class SetClock : TimeProvider
    {
        public DateTime Now { get; set; }

        public override DateTimeOffset GetUtcNow() => new(Now, TimeSpan.Zero);
    }
}
