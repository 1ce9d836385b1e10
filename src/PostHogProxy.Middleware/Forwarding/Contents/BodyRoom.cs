namespace PostHogProxy.Forwarding.Contents;

/// <summary>
/// How much memory the bodies of one process may take that are kept in it whole. An outbox asks for bodies of many MiB; what a body takes up to
/// <see cref="SmallBody.Limit"/> is everybody's, and is not counted.
/// </summary>
internal sealed class BodyRoom(long bytes)
{
    /// <summary>256 MiB. Where it is used up, a body streams, as it does without an outbox.</summary>
    public static readonly BodyRoom OfProcess = new(256L << 20);

    private long _free = bytes;

    public long Free => Interlocked.Read(ref _free);

    /// <summary>Whether an array of so many bytes, in place of one of <paramref name="before"/>, has room.</summary>
    public bool TryGrow(int before, int size)
    {
        var more = Counted(size) - Counted(before);
        for (var free = Interlocked.Read(ref _free); more <= free;)
        {
            var seen = Interlocked.CompareExchange(ref _free, free - more, free);
            if (seen == free)
            {
                return true;
            }

            free = seen;
        }

        return false;
    }

    /// <summary>The array is nobody's any more.</summary>
    public void GiveBack(int size)
    {
        if (Counted(size) is var counted and > 0)
        {
            Interlocked.Add(ref _free, counted);
        }
    }

    private static long Counted(int size) => size > SmallBody.Limit ? size : 0;
}
