namespace PostHogProxy.Forwarding;

/// <summary>Counts the bytes of a body whose length nobody declared, or nobody holds to.</summary>
internal sealed class CountingStream(Stream inner) : PassingStream(inner)
{
    public long Bytes { get; private set; }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = await base.ReadAsync(buffer, cancellationToken);
        Bytes += read;
        return read;
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        await base.WriteAsync(buffer, cancellationToken);
        Bytes += buffer.Length;
    }
}
