using System.Buffers;

namespace PostHogProxy.Uploads;

/// <summary>Reads a body slowly: the same code in the upstream and in the bare endpoint, so that both hold back alike.</summary>
internal static class Pace
{
    private const int Portion = 64 * 1024;

    // 200 uploads together are then about 60 MB a second. At three times that, two cores no longer keep the pace: one side falls behind more than
    // the other, and the senders cannot fill what stands between them and the readers.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    public static async Task ReadAsync(Stream body, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(Portion);
        try
        {
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
