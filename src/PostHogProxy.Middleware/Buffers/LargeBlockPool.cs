using System.Buffers;
using System.Collections.Concurrent;

namespace PostHogProxy.Buffers;

/// <summary>
/// Blocks of 64 KiB. A read from a socket fills one block, so a body of 1 MB comes in 16 reads instead of 250. What nobody has needed for a while is
/// given back.
/// </summary>
internal sealed class LargeBlockPool : MemoryPool<byte>
{
    /// <summary>In bytes. Blocks of 32 KiB save less (docs/transport.md).</summary>
    public const int BlockSize = 64 * 1024;

    private static readonly TimeSpan Period = TimeSpan.FromSeconds(10);

    private readonly ConcurrentQueue<Block> _free = new();
    private readonly ITimer _upkeep;
    private int _count;
    private int _least;
    private bool _isDisposed;

    public LargeBlockPool(TimeProvider time) =>
        _upkeep = time.CreateTimer(static pool => ((LargeBlockPool)pool!).GiveBackUnused(), this, Period, Period);

    public override int MaxBufferSize => BlockSize;

    /// <summary>The blocks that nobody uses.</summary>
    public int Free => Volatile.Read(ref _count);

    public override IMemoryOwner<byte> Rent(int minBufferSize = -1)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(minBufferSize, BlockSize);
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        if (!_free.TryDequeue(out var block))
        {
            _least = 0;
            return new Block(this);
        }

        // Nearly right is enough: it says how many blocks nobody has needed.
        _least = Math.Min(_least, Interlocked.Decrement(ref _count));
        block.Lend();
        return block;
    }

    protected override void Dispose(bool disposing)
    {
        _isDisposed = true;
        _upkeep.Dispose();
        _free.Clear();
    }

    // As many as lay here for the whole period.
    private void GiveBackUnused()
    {
        for (var unused = _least; unused > 0 && _free.TryDequeue(out _); unused--)
        {
            Interlocked.Decrement(ref _count);
        }

        _least = Free;
    }

    // Pinned: sockets read into it and write from it.
    private sealed class Block(LargeBlockPool pool) : IMemoryOwner<byte>
    {
        private readonly byte[] _bytes = GC.AllocateUninitializedArray<byte>(BlockSize, pinned: true);
        private int _isLent = 1;

        public Memory<byte> Memory => _bytes;

        public void Lend() => Volatile.Write(ref _isLent, 1);

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _isLent, 0) == 1 && !pool._isDisposed)
            {
                pool._free.Enqueue(this);
                Interlocked.Increment(ref pool._count);
            }
        }
    }
}
