namespace PostHogProxy.Http2.Hpack;

/// <summary>
/// Reads Huffman-coded text (RFC 7541, section 5.2 and appendix B). The code is canonical: in the order of their lengths, then of their symbols, the
/// codes count up. The lengths are thus the whole table.
/// </summary>
internal static class Huffman
{
    private const int Shortest = 5;
    private const int Longest = 30;
    private const int EndOfString = 256;

    private static readonly byte[] Lengths =
    [
        13, 23, 28, 28, 28, 28, 28, 28, 28, 24, 30, 28, 28, 30, 28, 28, 28, 28, 28, 28, 28, 28, 30, 28, 28, 28, 28, 28, 28, 28, 28, 28,
        6, 10, 10, 12, 13, 6, 8, 11, 10, 10, 8, 11, 8, 6, 6, 6, 5, 5, 5, 6, 6, 6, 6, 6, 6, 6, 7, 8, 15, 6, 12, 10,
        13, 6, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 8, 7, 8, 13, 19, 13, 14, 6,
        15, 5, 6, 5, 6, 5, 6, 6, 6, 5, 7, 7, 6, 6, 6, 5, 6, 7, 6, 5, 5, 6, 7, 7, 7, 7, 7, 15, 11, 14, 13, 28,
        20, 22, 20, 20, 22, 22, 22, 23, 22, 23, 23, 23, 23, 23, 24, 23, 24, 24, 22, 23, 24, 23, 23, 23, 23, 21, 22, 23, 22, 23, 23, 24,
        22, 21, 20, 22, 22, 23, 23, 21, 23, 22, 22, 24, 21, 22, 23, 23, 21, 21, 22, 21, 23, 22, 23, 23, 20, 22, 22, 22, 23, 22, 22, 23,
        26, 26, 20, 19, 22, 23, 22, 25, 26, 26, 26, 27, 27, 26, 24, 25, 19, 21, 26, 27, 27, 26, 27, 24, 21, 21, 26, 26, 28, 27, 27, 27,
        20, 24, 20, 21, 22, 21, 21, 23, 22, 22, 25, 25, 24, 24, 26, 23, 26, 27, 26, 26, 27, 27, 27, 27, 27, 28, 27, 27, 27, 27, 27, 26,
        30,
    ];

    // The symbols in the order of their codes.
    private static readonly short[] Symbols =
        [.. Enumerable.Range(0, Lengths.Length).OrderBy(static symbol => Lengths[symbol]).ThenBy(static symbol => symbol).Select(static symbol => (short)symbol)];

    // By length: the first code that is longer, with its first bit at the top of 32; and what leads from a code to its symbol.
    private static readonly ulong[] Ends = new ulong[Longest + 1];
    private static readonly int[] Offsets = new int[Longest + 1];

    static Huffman()
    {
        var (code, before) = (0UL, 0);
        for (var length = Shortest; length <= Longest; length++)
        {
            var count = Lengths.Count(each => each == length);
            Offsets[length] = before - (int)code;
            code += (ulong)count;
            before += count;
            Ends[length] = code << (32 - length);
            code <<= 1;
        }
    }

    /// <summary>How many bytes the text can have at most.</summary>
    public static int MaxLength(int encoded) => (int)((long)encoded * 8 / Shortest);

    /// <summary>Decodes the text and returns its length.</summary>
    /// <exception cref="HpackException">It has an end in the middle, or is padded with anything but up to seven ones.</exception>
    public static int Decode(ReadOnlySpan<byte> encoded, Span<byte> to)
    {
        var (bits, count, length) = (0UL, 0, 0);
        while (true)
        {
            while (count <= 32 && !encoded.IsEmpty)
            {
                bits = (bits << 8) | encoded[0];
                count += 8;
                encoded = encoded[1..];
            }

            if (count < Shortest)
            {
                break;
            }

            // What is not there is read as ones, as padding is.
            var window = count >= 32
                ? (bits >> (count - 32)) & uint.MaxValue
                : ((bits << (32 - count)) | (uint.MaxValue >> count)) & uint.MaxValue;
            var size = Shortest;
            while (size < Longest && window >= Ends[size])
            {
                size++;
            }

            if (size > count)
            {
                break;
            }

            var symbol = Symbols[(int)(window >> (32 - size)) + Offsets[size]];
            if (symbol == EndOfString)
            {
                throw new HpackException("Huffman-coded text ends in the middle.");
            }

            to[length++] = (byte)symbol;
            count -= size;
            bits &= (1UL << count) - 1;
        }

        return count < 8 && bits == (1UL << count) - 1 ? length : throw new HpackException("Huffman-coded text is not padded with ones.");
    }
}
