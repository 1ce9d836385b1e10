using System.Net;

namespace PostHogProxy.Benchmarks;

/// <summary>Reads what is sent and answers from memory.</summary>
internal sealed class PromptPostHog : HttpMessageHandler
{
    public static readonly byte[] Ok = """{"status":"Ok"}"""u8.ToArray();

    public static readonly byte[] Script = [.. Enumerable.Repeat((byte)';', 120_000)];

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.Content is { } body)
        {
            await body.CopyToAsync(Stream.Null, cancellationToken);
        }

        var isScript = request.Method == HttpMethod.Get;
        var bytes = isScript ? Script : Ok;
        var content = new ByteArrayContent(bytes);

        // Written out, as it comes from a server; the content would only reckon it.
        content.Headers.ContentLength = bytes.Length;
        content.Headers.TryAddWithoutValidation("Content-Type", isScript ? "text/javascript" : "application/json");
        var answer = new HttpResponseMessage(HttpStatusCode.OK) { Content = content };
        if (isScript)
        {
            answer.Headers.TryAddWithoutValidation("ETag", "\"k\"");
            answer.Headers.TryAddWithoutValidation("Cache-Control", "public, max-age=86400");
        }

        return answer;
    }
}
