using System.Text;
using PostHogProxy.Http2.Tests.Wire;

namespace PostHogProxy.Http2.Tests.Conformance;

/// <summary>Header blocks as RFC 7541 allows them with a table of no bytes, and such as it does not.</summary>
public sealed class HpackTests
{
    private static readonly byte[] Ok = [0x20, 0x88];

    private static readonly CaseTable<byte[]> Broken = new()
    {
        { "7541 6.1", "index 0", [.. Ok, 0x80] },
        { "7541 2.3.3", "the first index of the dynamic table", [.. Ok, .. WireHpack.Indexed(62)] },
        { "7541 2.3.3", "an index far beyond both tables", [.. Ok, .. WireHpack.Indexed(1_000_000)] },
        { "7541 2.3.3", "a name beyond both tables", [.. Ok, .. WireHpack.LiteralOf(62, "x")] },
        { "7541 2.3.3", "a name beyond both tables, to be kept", [.. Ok, .. WireHpack.LiteralOf(62, "x", WireHpack.IntoTable)] },
        { "7541 4.4", "a field of the table after one that did not fit", [.. Ok, .. WireHpack.Literal("x", "y", WireHpack.IntoTable), .. WireHpack.Indexed(62)] },
        { "7541 4.2", "a table size above the client's", [.. WireHpack.TableSize(1), 0x88] },
        { "7541 4.2", "the table size that is usual", [.. WireHpack.TableSize(4096), 0x88] },
        { "7541 4.2", "a table size above the client's after one of 0", [0x20, .. WireHpack.TableSize(100), 0x88] },
        { "7541 4.2", "a table size behind a field", [0x88, 0x20] },
        { "7541 4.2", "a table size between fields", [0x20, 0x88, 0x20, .. WireHpack.Literal("x", "y")] },
        { "7541 5.1", "an index that ends early", [.. Ok, 0xFF] },
        { "7541 5.1", "an index that ends early in its second byte", [.. Ok, 0xFF, 0x80] },
        { "7541 5.1", "an index that goes on with zeros", [.. Ok, 0xFF, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x01] },
        { "7541 5.1", "an index above 2^32", [.. Ok, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x0F] },
        { "7541 5.1", "an index of ones without end", [.. Ok, .. Enumerable.Repeat((byte)0xFF, 200)] },
        { "7541 5.1", "a length above 2^31", [.. Ok, 0x00, 0x7F, 0xFF, 0xFF, 0xFF, 0xFF, 0x0F] },
        { "7541 5.1", "a length that makes the end of the name negative", [.. Ok, 0x00, 0x7F, 0x80, 0xFF, 0xFF, 0xFF, 0x07] },
        { "7541 5.1", "a table size that ends early", [0x3F] },
        { "7541 5.2", "a name that ends early", [.. Ok, 0x00, 0x05, (byte)'a', (byte)'b'] },
        { "7541 5.2", "a name with nothing behind it", [.. Ok, 0x00, 0x01, (byte)'a'] },
        { "7541 5.2", "a value that ends early", [.. Ok, 0x00, 0x01, (byte)'a', 0x02, (byte)'b'] },
        { "7541 5.2", "a literal with no name", [.. Ok, 0x00] },
        { "7541 5.2", "a literal to be kept with no name", [.. Ok, 0x40] },
        { "7541 5.2", "a literal never to be kept with no value", [.. Ok, 0x14] },
        { "7541 5.2", "Huffman text that ends early", [.. Ok, 0x00, 0x85, 0xF1] },
        { "7541 5.2", "Huffman text with the end in it", Coded(WireHuffman.Pack([WireHuffman.End], ones: true)) },
        { "7541 5.2", "Huffman text with the end behind letters", Coded(WireHuffman.Pack(['a', 'b', WireHuffman.End], ones: true)) },
        { "7541 5.2", "Huffman text with the end before letters", Coded(WireHuffman.Pack([WireHuffman.End, 'a', 'b'], ones: true)) },
        { "7541 5.2", "Huffman padding of zeros", Coded(WireHuffman.Pack(['a'], ones: false)) },
        { "7541 5.2", "Huffman padding with one zero in it", Coded([0x1F & 0xFD]) },
        { "7541 5.2", "Huffman padding of eight ones", Coded([.. WireHuffman.Pack(['a'], ones: true), 0xFF]) },
        { "7541 5.2", "Huffman padding of a whole byte", Coded([0xFF]) },
        { "7541 5.2", "Huffman padding of three bytes", Coded([0xFF, 0xFF, 0xFF]) },
        { "7541 5.2", "Huffman padding of a whole byte behind a text that needs none", Coded([.. WireHuffman.Pack(['&'], ones: true), 0xFF]) },
        { "7541 5.2", "Huffman text cut inside a long code", Coded([0xFF, 0xFE]) },
    };

    private static readonly CaseTable<(byte[] Block, (string Name, string Value)[] Fields)> Fine = new()
    {
        { "7541 6.1", "every field of the static table that an answer may have", ([0x20, 0x88, .. Enumerable.Range(15, 47).Where(static index => index != 57 && index != 28).SelectMany(WireHpack.Indexed)], [.. WireStaticTable.Entries[15..62].Where(static entry => entry.Name is not ("transfer-encoding" or "content-length"))]) },
        { "7541 6.2.1", "a literal to be kept that does not fit", ([.. Ok, .. WireHpack.Literal("x-name", "value", WireHpack.IntoTable)], [("x-name", "value")]) },
        { "7541 6.2.1", "a literal to be kept, its name known", ([.. Ok, .. WireHpack.LiteralOf(54, "nginx", WireHpack.IntoTable)], [("server", "nginx")]) },
        { "7541 6.2.2", "a literal not to be kept, its name known", ([.. Ok, .. WireHpack.LiteralOf(54, "nginx")], [("server", "nginx")]) },
        { "7541 6.2.3", "a literal never to be kept", ([.. Ok, .. WireHpack.Literal("x-name", "value", WireHpack.NeverIndexed)], [("x-name", "value")]) },
        { "7541 6.2.3", "a literal never to be kept, its name known", ([.. Ok, .. WireHpack.LiteralOf(55, "a=b", WireHpack.NeverIndexed)], [("set-cookie", "a=b")]) },
        { "7541 6.3", "no table size at all", ([0x88], []) },
        { "7541 6.3", "the table size twice", ([0x20, 0x20, 0x88], []) },
        { "7541 5.1", "an integer with zeros behind it", ([.. Ok, 0x00, 0x01, (byte)'x', 0x7F, 0x80, 0x00, .. Enumerable.Repeat((byte)'v', 127)], [("x", new string('v', 127))]) },
        { "7541 5.2", "Huffman text of no bytes", ([.. Ok, 0x00, 0x01, (byte)'x', 0x80], [("x", "")]) },
        { "7541 5.2", "a Huffman name and a plain value", ([.. Ok, 0x00, .. WireHpack.Text("x-name", huffman: true), .. WireHpack.Text("value")], [("x-name", "value")]) },
        { "7541 5.2", "a plain name and a Huffman value", ([.. Ok, 0x00, .. WireHpack.Text("x-name"), .. WireHpack.Text("value", huffman: true)], [("x-name", "value")]) },
        { "7541 C.1.3", "a value of 1,337 bytes", ([.. Ok, .. WireHpack.Literal("x", new string('v', 1337))], [("x", new string('v', 1337))]) },
        { "7541 B", "every byte that a value may have, in Huffman's code", ([.. Ok, .. WireHpack.Literal("x", EveryByte(), huffman: true)], [("x", EveryByte())]) },
        { "7541 B", "the longest codes in a row", ([.. Ok, .. WireHpack.Literal("x", "a" + new string('\u0016', 50) + "b", huffman: true)], [("x", "a" + new string('\u0016', 50) + "b")]) },
    };

    public static IEnumerable<TheoryDataRow<string>> BrokenRows => Broken.Rows;

    public static IEnumerable<TheoryDataRow<string>> FineRows => Fine.Rows;

    [Theory, MemberData(nameof(BrokenRows))]
    public async Task What_is_no_HPACK_is_a_COMPRESSION_ERROR(string broken)
    {
        await using var exchange = await Exchange.StartAsync();
        var (stream, number) = await exchange.RequestAsync();

        await exchange.Server.SendAsync(Frames.Headers(number, Broken[broken], end: true));

        await exchange.ConnectionErrorAsync(stream, WireCode.Compression);
    }

    [Theory, MemberData(nameof(BrokenRows))]
    public async Task It_is_one_in_trailers_too(string broken)
    {
        await using var exchange = await Exchange.StartAsync();
        var (stream, number) = await exchange.AnsweredAsync();

        await exchange.Server.SendAsync(Frames.Headers(number, Broken[broken], end: true));

        await exchange.ConnectionErrorAsync(stream, WireCode.Compression);
    }

    [Theory, MemberData(nameof(FineRows))]
    public async Task Every_form_of_a_field_is_read(string fine)
    {
        await using var exchange = await Exchange.StartAsync();
        var (stream, number) = await exchange.RequestAsync();

        await exchange.Server.SendAsync(Frames.Headers(number, Fine[fine].Block), Frames.Data(number, "ok"u8.ToArray(), end: true));

        await stream.ResponseAsync(exchange.Token);
        Assert.Equal([(":status", "200"), .. Fine[fine].Fields], Exchange.Fields(stream));
        await exchange.AnsweredAsync(stream, 200, "ok");
    }

    [Theory, Rfc("7541 A")]
    [InlineData(8, 200)]
    [InlineData(9, 204)]
    [InlineData(10, 206)]
    [InlineData(11, 304)]
    [InlineData(12, 400)]
    [InlineData(13, 404)]
    [InlineData(14, 500)]
    public async Task The_statuses_of_the_static_table_are_known(int index, int status)
    {
        await using var exchange = await Exchange.StartAsync();
        var (stream, number) = await exchange.RequestAsync();

        await exchange.Server.SendAsync(Frames.Headers(number, [0x20, .. WireHpack.Indexed(index)], end: true));

        await exchange.AnsweredAsync(stream, status, "");
    }

    private static byte[] Coded(byte[] huffman) => [.. Ok, 0x00, 0x01, (byte)'x', .. WireHpack.Huffman(huffman)];

    private static string EveryByte() => "a" + Encoding.Latin1.GetString([.. Enumerable.Range(1, 255).Where(static code => code is not (10 or 13)).Select(static code => (byte)code)]) + "b";
}
