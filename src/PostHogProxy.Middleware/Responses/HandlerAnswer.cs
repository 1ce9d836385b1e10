using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace PostHogProxy.Responses;

/// <summary>An answer that came through an <see cref="HttpMessageHandler"/>.</summary>
internal sealed class HandlerAnswer(HttpResponseMessage response) : UpstreamAnswer
{
    private Stream? _body;

    // The runtime's client hands an answer over when its head is here.
    public override ValueTask HeadAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public override int Status => (int)response.StatusCode;

    public override string? ContentType =>
        response.Content.Headers.NonValidated.TryGetValues(HeaderNames.ContentType, out var values) ? values.ToString() : null;

    public override string? RetryAfter =>
        response.Headers.NonValidated.TryGetValues(HeaderNames.RetryAfter, out var values) ? values.ToString() : null;

    public override void CopyHeaders(IHeaderDictionary to, bool withContent, bool appAnswersCors)
    {
        ResponseHeaders.Copy(response.Headers.NonValidated, to, appAnswersCors);
        if (!withContent)
        {
            return;
        }

        ResponseHeaders.Copy(response.Content.Headers.NonValidated, to, appAnswersCors);

        // Where an answer has both, the length is not that of the body (RFC 9112, 6.3).
        if (response.Headers.TransferEncodingChunked == true)
        {
            to.ContentLength = null;
        }
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        _body ??= await response.Content.ReadAsStreamAsync(cancellationToken);
        return await _body.ReadAsync(buffer, cancellationToken);
    }

    public override void Dispose() => response.Dispose();
}
