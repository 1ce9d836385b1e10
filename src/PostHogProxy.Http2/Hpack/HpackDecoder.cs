namespace PostHogProxy.Http2.Hpack;

/// <summary>
/// Reads header blocks of a peer that may not use a dynamic table: our SETTINGS_HEADER_TABLE_SIZE is 0. So a block says everything itself, and
/// nothing of it need be kept.
/// </summary>
internal static class HpackDecoder
{
    private const byte Indexed = 0x80;
    private const byte WithIndexing = 0x40;
    private const byte SizeUpdate = 0x20;

    /// <summary>Reads a whole block. Fields beyond <paramref name="listLimit"/> are read and dropped; the result is false then.</summary>
    /// <exception cref="HpackException">The block cannot be read.</exception>
    public static bool TryDecode(ReadOnlySpan<byte> block, ref HeaderFields fields, int listLimit)
    {
        var isFirst = true;
        var fits = true;
        while (!block.IsEmpty)
        {
            var start = block[0];
            if ((start & (Indexed | WithIndexing)) == 0 && (start & SizeUpdate) != 0)
            {
                if (!isFirst || HpackInteger.Read(ref block, 5) != 0)
                {
                    throw new HpackException("The size of the dynamic table is changed to one that is not allowed, or in the middle of a block.");
                }

                continue;
            }

            isFirst = false;
            ReadField(start, ref block, ref fields);
            if (fields.ListSize > listLimit)
            {
                fields.Clear();
                fits = false;
            }
        }

        return fits;
    }

    private static void ReadField(byte start, ref ReadOnlySpan<byte> block, ref HeaderFields fields)
    {
        if ((start & Indexed) != 0)
        {
            var (name, value) = Known(HpackInteger.Read(ref block, 7));
            var space = fields.Reserve(name.Length + value.Length);
            name.CopyTo(space);
            value.CopyTo(space[name.Length..]);
            fields.Commit(name.Length, value.Length);
            return;
        }

        var index = HpackInteger.Read(ref block, (start & WithIndexing) != 0 ? 6 : 4);
        if (index > 0)
        {
            var (name, _) = Known(index);
            var value = Text.Read(ref block);
            var space = fields.Reserve(name.Length + value.MaxLength);
            name.CopyTo(space);
            fields.Commit(name.Length, value.Write(space[name.Length..]));
        }
        else
        {
            var name = Text.Read(ref block);
            var value = Text.Read(ref block);
            var space = fields.Reserve(name.MaxLength + value.MaxLength);
            var nameLength = name.Write(space);
            fields.Commit(nameLength, value.Write(space[nameLength..]));
        }
    }

    private static (byte[] Name, byte[] Value) Known(int index) =>
        index is > 0 and <= StaticTable.Count ? StaticTable.Field(index) : throw new HpackException($"There is no field with the index {index}.");

    // A string literal (section 5.2).
    private readonly ref struct Text(ReadOnlySpan<byte> bytes, bool isHuffman)
    {
        private readonly ReadOnlySpan<byte> _bytes = bytes;

        public int MaxLength => isHuffman ? Huffman.MaxLength(_bytes.Length) : _bytes.Length;

        public static Text Read(ref ReadOnlySpan<byte> block)
        {
            var isHuffman = !block.IsEmpty && (block[0] & 0x80) != 0;
            var length = HpackInteger.Read(ref block, 7);
            if (length > block.Length)
            {
                throw new HpackException("A header block ends inside a string.");
            }

            var text = new Text(block[..length], isHuffman);
            block = block[length..];
            return text;
        }

        public int Write(Span<byte> to)
        {
            if (isHuffman)
            {
                return Huffman.Decode(_bytes, to);
            }

            _bytes.CopyTo(to);
            return _bytes.Length;
        }
    }
}
