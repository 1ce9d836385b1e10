namespace PostHogProxy.Forwarding.Contents;

/// <summary>
/// One HTTP/1.1 connection to PostHog, which tells a small body when the first byte of its answer has come: from then on it has arrived. The
/// client's exceptions are the same before and after. HTTP/2 needs no watch: there, an answer's head comes whole or not at all.
/// </summary>
internal sealed class AnswerWatch(Stream connection) : PassingStream(connection)
{
    private static readonly AsyncLocal<SmallBody?> Sending = new();

    // A connection is made before anything is sent over it. Where all speak HTTP/2, as PostHog's do, nobody asks for the local value.
    private static bool _isNeeded;

    private readonly Stream _connection = connection;
    private SmallBody? _sent;

    public static Stream Around(SocketsHttpPlaintextStreamFilterContext made)
    {
        if (made.NegotiatedHttpVersion.Major > 1)
        {
            return made.PlaintextStream;
        }

        Volatile.Write(ref _isNeeded, true);
        return new AnswerWatch(made.PlaintextStream);
    }

    /// <summary>Tells whose body the code that runs is about to write.</summary>
    public static void Announce(SmallBody body)
    {
        if (Volatile.Read(ref _isNeeded))
        {
            Sending.Value = body;
        }
    }

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
        _sent = Sending.Value;
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
