using System.Buffers;
using Microsoft.AspNetCore.Connections;

namespace PostHogProxy.Buffers;

/// <summary>Makes the pools that Kestrel's connections take their memory from.</summary>
internal sealed class LargeBlockPoolFactory : IMemoryPoolFactory<byte>
{
    public MemoryPool<byte> Create(MemoryPoolOptions? options = null) => new LargeBlockPool(TimeProvider.System);
}
