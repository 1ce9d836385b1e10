using System.Buffers;

namespace PostHogProxy.Uploads;

/// <summary>
/// Stands still until everything between the sender and the reader is full, then reads slowly: the same code in the upstream and in the
/// bare endpoint, so that both hold back alike.
/// </summary>
internal static class Pace
{
    private const int Portion = 64 * 1024;

    // 200 uploads together are then 125 MB a second. Twice as fast, two cores no longer keep it: the pauses run over, one side more
    // than the other, and the buffers of the slower one are fuller.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private static readonly TimeSpan UntilFull = TimeSpan.FromSeconds(10);

    public static async Task ReadAsync(Stream body, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(Portion);
        try
        {
            // The server takes nothing off the wire before it is asked for the first time.
            await body.ReadAtLeastAsync(buffer.AsMemory(0, Portion), Portion, throwOnEndOfStream: false, cancellationToken);
            await Task.Delay(UntilFull, cancellationToken);
            while (await body.ReadAtLeastAsync(buffer.AsMemory(0, Portion), Portion, throwOnEndOfStream: false, cancellationToken) > 0)
            {
                await Task.Delay(Pause, cancellationToken);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
