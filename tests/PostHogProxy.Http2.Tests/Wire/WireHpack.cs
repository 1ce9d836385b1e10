using System.Text;

namespace PostHogProxy.Http2.Tests.Wire;

/// <summary>Writes header blocks (RFC 7541, section 6), also such as are wrong.</summary>
internal static class WireHpack
{
    /// <summary>The first bits of a literal field.</summary>
    public const byte Plain = 0x00, NeverIndexed = 0x10, IntoTable = 0x40;

    /// <summary>A table of no bytes, which is what the client allows.</summary>
    public static readonly byte[] NoTable = [0x20];

    /// <summary>A block that keeps to the client's table size, and has these fields as literals.</summary>
    public static byte[] Block(params (string Name, string Value)[] fields) => [.. NoTable, .. fields.SelectMany(static field => Literal(field.Name, field.Value))];

    public static byte[] Answer(int status, params (string Name, string Value)[] fields) =>
        Block([(":status", status.ToString(System.Globalization.CultureInfo.InvariantCulture)), .. fields]);

    public static byte[] Indexed(int index) => Integer(index, 7, 0x80);

    public static byte[] TableSize(int size) => Integer(size, 5, 0x20);

    public static byte[] Literal(string name, string value, byte kind = Plain, bool huffman = false) => [kind, .. Text(name, huffman), .. Text(value, huffman)];

    public static byte[] LiteralOf(int nameIndex, string value, byte kind = Plain, bool huffman = false) =>
        [.. Integer(nameIndex, kind == IntoTable ? 6 : 4, kind), .. Text(value, huffman)];

    public static byte[] Text(string text, bool huffman = false)
    {
        var bytes = Encoding.Latin1.GetBytes(text);
        return huffman ? Huffman(WireHuffman.Encode(bytes)) : [.. Integer(bytes.Length, 7, 0), .. bytes];
    }

    /// <summary>A string that says that these bytes are Huffman's code.</summary>
    public static byte[] Huffman(byte[] coded) => [.. Integer(coded.Length, 7, 0x80), .. coded];

    public static byte[] Integer(int value, int prefix, byte first)
    {
        var most = (1 << prefix) - 1;
        if (value < most)
        {
            return [(byte)(first | value)];
        }

        List<byte> bytes = [(byte)(first | most)];
        for (value -= most; value > 127; value /= 128)
        {
            bytes.Add((byte)(value % 128 + 128));
        }

        return [.. bytes, (byte)value];
    }
}
