using System.Net;

namespace PostHogProxy.Forwarding;

/// <summary>
/// A small body as the HTTP client sends it. The client sends a request again by itself where HTTP/2 says that it was not looked at
/// (REFUSED_STREAM, GOAWAY); the forwarder's own content can be read once only, and the event would be lost.
/// </summary>
internal sealed class RepeatableContent : HttpContent
{
    private readonly SmallBody _body;

    public RepeatableContent(SmallBody body, HttpContent? described)
    {
        _body = body;
        if (described is null)
        {
            return;
        }

        foreach (var (name, values) in described.Headers.NonValidated)
        {
            Headers.TryAddWithoutValidation(name, values);
        }
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken) =>
        stream.WriteAsync(_body.NextSending(), cancellationToken).AsTask();

    protected override bool TryComputeLength(out long length)
    {
        length = _body.Length;
        return true;
    }
}
