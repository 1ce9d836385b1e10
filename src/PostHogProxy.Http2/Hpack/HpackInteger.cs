namespace PostHogProxy.Http2.Hpack;

/// <summary>Integers whose first byte shares its upper bits with something else (RFC 7541, section 5.1).</summary>
internal static class HpackInteger
{
    /// <summary>Writes the integer and returns its length. <paramref name="upper"/> has the bits above the prefix.</summary>
    public static int Write(Span<byte> to, int value, int prefixBits, byte upper)
    {
        var limit = (1 << prefixBits) - 1;
        if (value < limit)
        {
            to[0] = (byte)(upper | value);
            return 1;
        }

        to[0] = (byte)(upper | limit);
        value -= limit;
        var length = 1;
        for (; value >= 0x80; value >>= 7)
        {
            to[length++] = (byte)(value | 0x80);
        }

        to[length++] = (byte)value;
        return length;
    }

    /// <summary>Reads an integer off the front of <paramref name="from"/>.</summary>
    /// <exception cref="HpackException">It ends early, or is larger than any that there can be.</exception>
    public static int Read(ref ReadOnlySpan<byte> from, int prefixBits)
    {
        var limit = (1 << prefixBits) - 1;
        var value = (long)(First(from) & limit);
        from = from[1..];
        if (value < limit)
        {
            return (int)value;
        }

        // Four bytes more are 28 bits. Zeros could go on for ever.
        for (var shift = 0; shift < 28; shift += 7)
        {
            var next = First(from);
            from = from[1..];
            value += (long)(next & 0x7F) << shift;
            if ((next & 0x80) == 0)
            {
                return (int)value;
            }
        }

        throw new HpackException("An integer is too large.");
    }

    private static byte First(ReadOnlySpan<byte> from) => from.IsEmpty ? throw new HpackException("A header block ends inside a field.") : from[0];
}

/// <summary>A header block that cannot be read: COMPRESSION_ERROR, which ends the connection (RFC 9113, section 4.3).</summary>
internal sealed class HpackException(string message) : Exception(message);
