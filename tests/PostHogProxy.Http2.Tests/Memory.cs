namespace PostHogProxy.Http2.Tests;

/// <summary>What lives on the heap.</summary>
internal static class Memory
{
    public static long Now() => GC.GetTotalMemory(forceFullCollection: true);

    /// <summary>Waits until what has ended is gone: a closed connection stays for a second, for a peer that does not read.</summary>
    public static async Task IsFlatAsync(long before, long most, CancellationToken cancellationToken)
    {
        for (long grown; (grown = Now() - before) > most;)
        {
            Assert.False(cancellationToken.IsCancellationRequested, $"Memory has grown by {grown} bytes.");
            await Task.Delay(100, CancellationToken.None);
        }
    }
}
