using System.Collections.Frozen;

namespace PostHogProxy.Http2.Tests.Wire;

/// <summary>
/// The code of RFC 7541, appendix B. It is canonical: within one length the codes count up with the symbols, and a longer length goes on
/// where the shorter ended. So the lengths say all.
/// </summary>
internal static class WireHuffman
{
    public const int End = 256;

    private static readonly (int Length, string Symbols)[] Lengths =
    [
        (5, "012aceiost"),
        (6, " %-./3456789=A_bdfghlmnpru"),
        (7, ":BCDEFGHIJKLMNOPQRSTUVWYjkqvwxyz"),
        (8, "&*,;XZ"),
        (10, "!\"()?"),
        (11, "'+|"),
        (12, "#>"),
        (13, "\0$@[]~"),
        (14, "^}"),
        (15, "<`{"),
        (19, "\\\u00c3\u00d0"),
        (20, "\u0080\u0082\u0083\u00a2\u00b8\u00c2\u00e0\u00e2"),
        (21, "\u0099\u00a1\u00a7\u00ac\u00b0\u00b1\u00b3\u00d1\u00d8\u00d9\u00e3\u00e5\u00e6"),
        (22, "\u0081\u0084\u0085\u0086\u0088\u0092\u009a\u009c\u00a0\u00a3\u00a4\u00a9\u00aa\u00ad\u00b2\u00b5\u00b9\u00ba\u00bb\u00bd\u00be\u00c4\u00c6\u00e4\u00e8\u00e9"),
        (23, "\u0001\u0087\u0089\u008a\u008b\u008c\u008d\u008f\u0093\u0095\u0096\u0097\u0098\u009b\u009d\u009e\u00a5\u00a6\u00a8\u00ae\u00af\u00b4\u00b6\u00b7\u00bc\u00bf\u00c5\u00e7\u00ef"),
        (24, "\u0009\u008e\u0090\u0091\u0094\u009f\u00ab\u00ce\u00d7\u00e1\u00ec\u00ed"),
        (25, "\u00c7\u00cf\u00ea\u00eb"),
        (26, "\u00c0\u00c1\u00c8\u00c9\u00ca\u00cd\u00d2\u00d5\u00da\u00db\u00ee\u00f0\u00f2\u00f3\u00ff"),
        (27, "\u00cb\u00cc\u00d3\u00d4\u00d6\u00dd\u00de\u00df\u00f1\u00f4\u00f5\u00f6\u00f7\u00f8\u00fa\u00fb\u00fc\u00fd\u00fe"),
        (28, "\u0002\u0003\u0004\u0005\u0006\u0007\u0008\u000b\u000c\u000e\u000f\u0010\u0011\u0012\u0013\u0014\u0015\u0017\u0018\u0019\u001a\u001b\u001c\u001d\u001e\u001f\u007f\u00dc\u00f9"),
        (30, "\u000a\u000d\u0016\u0100"),
    ];

    private static readonly (uint Code, int Length)[] Codes = Count();

    private static readonly FrozenDictionary<(uint Code, int Length), int> Symbols =
        Codes.Select(static (code, symbol) => (code, symbol)).ToFrozenDictionary(static one => one.code, static one => one.symbol);

    public static (uint Code, int Length) Code(int symbol) => Codes[symbol];

    public static byte[] Encode(IEnumerable<byte> text) => Pack(text.Select(static symbol => (int)symbol), ones: true);

    /// <summary>Symbols, of which one may be the end; the last byte is filled up with ones or, against the RFC, with zeros.</summary>
    public static byte[] Pack(IEnumerable<int> symbols, bool ones)
    {
        var bits = symbols.SelectMany(static symbol => Enumerable.Range(1, Codes[symbol].Length).Select(at => (Codes[symbol].Code >> (Codes[symbol].Length - at) & 1) == 1)).ToList();
        while (bits.Count % 8 != 0)
        {
            bits.Add(ones);
        }

        var bytes = new byte[bits.Count / 8];
        for (var at = 0; at < bits.Count; at++)
        {
            bytes[at / 8] |= (byte)(bits[at] ? 0x80 >> (at % 8) : 0);
        }

        return bytes;
    }

    public static byte[] Decode(ReadOnlySpan<byte> bytes)
    {
        var text = new List<byte>();
        var (code, length) = (0u, 0);
        for (var at = 0; at < bytes.Length * 8; at++)
        {
            code = code << 1 | (uint)(bytes[at / 8] >> (7 - (at % 8)) & 1);
            length++;
            if (Symbols.TryGetValue((code, length), out var symbol))
            {
                Assert.NotEqual(End, symbol);
                text.Add((byte)symbol);
                (code, length) = (0, 0);
            }
        }

        Assert.True(length < 8 && code == (1u << length) - 1, "The padding is wrong.");
        return [.. text];
    }

    private static (uint, int)[] Count()
    {
        var codes = new (uint, int)[257];
        var (code, last) = (0u, Lengths[0].Length);
        foreach (var (length, symbols) in Lengths)
        {
            code <<= length - last;
            last = length;
            foreach (var symbol in symbols.Order())
            {
                codes[symbol] = (code++, length);
            }
        }

        return codes;
    }
}
