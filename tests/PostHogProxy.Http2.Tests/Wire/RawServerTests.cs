using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace PostHogProxy.Http2.Tests.Wire;

/// <summary>The tests' own server and HPACK against the runtime's client and the RFC's examples, so that they judge with the right measure.</summary>
public sealed class RawServerTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_runtimes_client_understands_the_raw_server(bool huffman)
    {
        using var bound = new Bound();
        var every = string.Concat(Enumerable.Range(0x20, 0x5F).Select(static code => (char)code)).Trim();
        var (clientSide, serverSide) = MemoryDuplex.Pair();
        using var server = new RawServer(serverSide, bound.Token);
        using var handler = new SocketsHttpHandler { ConnectCallback = (_, _) => new(clientSide) };
        using var client = new HttpMessageInvoker(handler);
        using var request = new HttpRequestMessage(HttpMethod.Post, "http://example.test/e/?ip=1")
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new ByteArrayContent(Encoding.ASCII.GetBytes("the body")) { Headers = { ContentType = MediaTypeHeaderValue.Parse("text/plain") } },
        };

        var answer = client.SendAsync(request, bound.Token);
        await server.ShakeHandsAsync();
        var read = await server.ReadRequestAsync();
        await server.SendAsync(
            Frames.Headers(read.Stream, [.. WireHpack.TableSize(0), .. WireHpack.Indexed(8), .. WireHpack.Literal("x-every", every, huffman: huffman), .. WireHpack.LiteralOf(28, "5")], endHeaders: false),
            Frames.Continuation(read.Stream, WireHpack.Literal("x-more", "yes", huffman: huffman)),
            Frames.Padded(Frames.Data(read.Stream, Encoding.ASCII.GetBytes("hello"), end: true), 9));

        using var response = await answer;
        Assert.Equal(("POST", "/e/?ip=1", "text/plain"), (read[":method"], read[":path"], read["content-type"]));
        Assert.Equal("the body", Encoding.ASCII.GetString(read.Body));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal([every], response.Headers.GetValues("x-every"));
        Assert.Equal(["yes"], response.Headers.GetValues("x-more"));
        Assert.Equal("hello", await response.Content.ReadAsStringAsync(bound.Token));
    }

    [Theory]
    [InlineData("www.example.com", "f1e3c2e5f23a6ba0ab90f4ff")]
    [InlineData("no-cache", "a8eb10649cbf")]
    [InlineData("custom-value", "25a849e95bb8e8b4bf")]
    [InlineData("Mon, 21 Oct 2013 20:13:21 GMT", "d07abe941054d444a8200595040b8166e082a62d1bff")]
    [InlineData("https://www.example.com", "9d29ad171863c78f0b97c8e9ae82ae43d3")]
    public void Huffman_is_that_of_the_RFCs_examples(string text, string coded)
    {
        Assert.Equal(coded, Convert.ToHexStringLower(WireHuffman.Encode(Encoding.Latin1.GetBytes(text))));
        Assert.Equal(text, Encoding.Latin1.GetString(WireHuffman.Decode(Convert.FromHexString(coded))));
    }

    [Fact]
    public void Huffmans_codes_fill_the_tree_and_the_end_is_thirty_ones()
    {
        Assert.Equal(1L << 30, Enumerable.Range(0, 257).Sum(static symbol => 1L << (30 - WireHuffman.Code(symbol).Length)));
        Assert.Equal(((1u << 30) - 1, 30), WireHuffman.Code(WireHuffman.End));
    }

    [Fact]
    public void The_RFCs_example_with_a_table_is_read()
    {
        var reader = new WireHpackReader();

        Assert.Equal([(":method", "GET"), (":scheme", "http"), (":path", "/"), (":authority", "www.example.com")], reader.Read(Convert.FromHexString("828684418cf1e3c2e5f23a6ba0ab90f4ff")));
        Assert.Equal(
            [(":method", "GET"), (":scheme", "http"), (":path", "/"), (":authority", "www.example.com"), ("cache-control", "no-cache")],
            reader.Read(Convert.FromHexString("828684be5886a8eb10649cbf")));
    }
}
