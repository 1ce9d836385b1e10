using System.Net;

namespace PostHogProxy.Forwarding.Contents;

/// <summary>
/// A small body as the HTTP client sends it. The client sends a request again by itself where HTTP/2 says that it was not looked at
/// (REFUSED_STREAM, GOAWAY), so it can be read more than once.
/// </summary>
internal sealed class RepeatableContent(SmallBody body) : HttpContent
{
    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    // Not asynchronous: what is announced holds for the caller, who writes what is left in its buffer after this.
    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        AnswerWatch.Announce(body);
        return body.WriteToAsync(stream, cancellationToken);
    }

    protected override bool TryComputeLength(out long length)
    {
        length = body.Length;
        return true;
    }
}
