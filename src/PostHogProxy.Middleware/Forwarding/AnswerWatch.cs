namespace PostHogProxy.Forwarding;

/// <summary>
/// One HTTP/1.1 connection to PostHog, which tells a small body when the first byte of its answer has come: from then on it has arrived. The
/// client's exceptions are the same before and after. HTTP/2 needs no watch: there, an answer's head comes whole or not at all.
/// </summary>
internal sealed class AnswerWatch(Stream connection) : PassingStream(connection)
{
    private readonly Stream _connection = connection;
    private SmallBody? _sent;

    public static Stream Around(SocketsHttpPlaintextStreamFilterContext made) =>
        made.NegotiatedHttpVersion.Major == 1 ? new AnswerWatch(made.PlaintextStream) : made.PlaintextStream;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = await base.ReadAsync(buffer, cancellationToken);
        if (read > 0)
        {
            _sent?.AnswerBegins();
        }

        return read;
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        _sent = BodySender.Sending;
        return base.WriteAsync(buffer, cancellationToken);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _connection.Dispose();
        }

        base.Dispose(disposing);
    }
}
