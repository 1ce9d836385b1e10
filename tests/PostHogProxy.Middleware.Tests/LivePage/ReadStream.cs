using System.Text.Json;

namespace PostHogProxy.Middleware.Tests.LivePage;

/// <summary>The page's stream as a browser reads it.</summary>
internal sealed class ReadStream : IAsyncDisposable
{
    private readonly HttpResponseMessage _answer;
    private readonly StreamReader _reader;

    private ReadStream(HttpResponseMessage answer, StreamReader reader) => (_answer, _reader) = (answer, reader);

    /// <summary>All that came, byte for byte.</summary>
    public List<string> Lines { get; } = [];

    /// <summary>How many exchanges a moment shows.</summary>
    public static int Count(JsonElement moment) => moment.GetProperty("exchanges").GetArrayLength();

    public static async Task<ReadStream> OpenAsync(PagedShop shop, string path = "/posthog-proxy/stream", string? user = null)
    {
        var answer = await shop.GetAsync(path, user);
        Assert.Equal(System.Net.HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("text/event-stream", answer.Content.Headers.ContentType?.MediaType);
        return new(answer, new StreamReader(await answer.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken)));
    }

    /// <summary>The next moment that is as wanted.</summary>
    public async Task<JsonElement> UntilAsync(Func<JsonElement, bool> isWanted)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(60));
        while (true)
        {
            var line = await _reader.ReadLineAsync(limit.Token) ?? throw new EndOfStreamException("The stream has ended.");
            Lines.Add(line);
            if (line.StartsWith("data: ", StringComparison.Ordinal))
            {
                var moment = JsonElement.Parse(line["data: ".Length..]);
                if (isWanted(moment))
                {
                    return moment;
                }
            }
        }
    }

    public Task<JsonElement> NextAsync() => UntilAsync(static _ => true);

    /// <summary>Reads until it ends.</summary>
    public async Task EndsAsync()
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(60));
        try
        {
            while (await _reader.ReadLineAsync(limit.Token) is not null)
            {
            }
        }
        catch (IOException)
        {
            // Cut off is ended too.
        }
    }

    public ValueTask DisposeAsync()
    {
        _reader.Dispose();
        _answer.Dispose();
        return default;
    }
}
