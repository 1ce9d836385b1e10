namespace PostHogProxy.Http2.Tests.Wire;

/// <summary>One end of a connection in memory.</summary>
internal sealed class MemoryDuplex : Stream
{
    private readonly ByteChannel _in;
    private readonly ByteChannel _out;

    private MemoryDuplex(ByteChannel input, ByteChannel output) => (_in, _out) = (input, output);

    public override bool CanRead => true;

    public override bool CanWrite => true;

    public override bool CanSeek => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    /// <param name="capacity">From how many bytes on a writer waits.</param>
    /// <param name="largestRead">How many bytes the client gets at a time, at most.</param>
    public static (MemoryDuplex Client, MemoryDuplex Server) Pair(int capacity = 1024 * 1024, int largestRead = int.MaxValue)
    {
        var toClient = new ByteChannel(capacity, largestRead);
        var toServer = new ByteChannel(capacity, int.MaxValue);
        return (new(toClient, toServer), new(toServer, toClient));
    }

    public void EndOutput() => _out.End();

    public void Break()
    {
        _in.Break();
        _out.Break();
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => _in.ReadAsync(buffer, cancellationToken);

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) => _out.WriteAsync(buffer, cancellationToken);

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        _out.CloseWriter();
        _in.CloseReader();
        base.Dispose(disposing);
    }
}
