using System.Net;

namespace PostHogProxy.Forwarding;

/// <summary>
/// A body that streams. Where the forwarder cannot write on, it ends its copy as if all were well, and over HTTP/2 the client then ends the
/// stream: PostHog would take half a replay for a whole one. Here that is an error, and the stream is reset.
/// </summary>
internal sealed class WholeContent : HttpContent
{
    private readonly HttpContent _body;

    public WholeContent(HttpContent body)
    {
        _body = body;
        foreach (var (name, values) in body.Headers.NonValidated)
        {
            Headers.TryAddWithoutValidation(name, values);
        }
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        var watch = new WriteWatch(stream);
        await _body.CopyToAsync(watch, context, cancellationToken);
        if (watch.HasFailed)
        {
            throw new IOException("The request's body could not be sent to its end.");
        }
    }

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }

    private sealed class WriteWatch(Stream inner) : PassingStream(inner)
    {
        public bool HasFailed { get; private set; }

        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            HasFailed = true;
            await base.WriteAsync(buffer, cancellationToken);
            HasFailed = false;
        }

        public override async Task FlushAsync(CancellationToken cancellationToken)
        {
            HasFailed = true;
            await base.FlushAsync(cancellationToken);
            HasFailed = false;
        }
    }
}
