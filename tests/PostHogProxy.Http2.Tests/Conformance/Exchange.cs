using System.Text;
using PostHogProxy.Http2.Tests.Wire;

namespace PostHogProxy.Http2.Tests.Conformance;

/// <summary>A connection of the client to a raw server, hands shaken.</summary>
internal sealed class Exchange : IAsyncDisposable
{
    /// <summary>Windows as small as RFC 9113 has them at first, so that tests reach their ends.</summary>
    public static readonly Http2Limits SmallWindows = new() { StreamWindow = 65_535, ConnectionWindow = 200_000 };

    private readonly Bound _bound;

    private Exchange(Bound bound, RawServer server, MemoryDuplex wire, Http2Connection client) => (_bound, Server, Wire, Client) = (bound, server, wire, client);

    public RawServer Server { get; }

    /// <summary>The server's end.</summary>
    public MemoryDuplex Wire { get; }

    public Http2Connection Client { get; }

    public CancellationToken Token => _bound.Token;

    public static Task<Exchange> StartAsync(params (ushort Setting, uint Value)[] settings) => StartAsync(new Http2Limits(), settings: settings);

    public static async Task<Exchange> StartAsync(Http2Limits limits, int largestRead = int.MaxValue, params (ushort Setting, uint Value)[] settings)
    {
        var bound = new Bound();
        var (clientSide, serverSide) = MemoryDuplex.Pair(largestRead: largestRead);
        var server = new RawServer(serverSide, bound.Token);
        var shaken = server.ShakeHandsAsync(settings);
        var client = await Http2Connection.StartAsync(clientSide, limits, bound.Token);
        await shaken;
        return new(bound, server, serverSide, client);
    }

    public static byte[] Block(string method = "GET", string path = "/", params (string Name, string Value)[] fields)
    {
        var block = new HeaderBlock();
        block.Begin(method, "https", "example.test", path);
        foreach (var (name, value) in fields)
        {
            block.Add(name, value);
        }

        return block.Written.ToArray();
    }

    /// <summary>A request without a body, or with one that is ready.</summary>
    public Http2Stream Open(string method = "GET", string path = "/", byte[]? body = null)
    {
        var stream = Client.TryOpen(Block(method, path), body ?? [], endsHere: true);
        Assert.NotNull(stream);
        return stream;
    }

    /// <summary>A POST whose body is still to be written.</summary>
    public Http2Stream OpenUpload()
    {
        var stream = Client.TryOpen(Block("POST"), default, endsHere: false);
        Assert.NotNull(stream);
        return stream;
    }

    /// <summary>A request that the server has read.</summary>
    public async Task<(Http2Stream Stream, uint Number)> RequestAsync(string method = "GET")
    {
        var stream = Open(method);
        return (stream, (await Server.ReadRequestAsync()).Stream);
    }

    /// <summary>A request whose head the server has read, while its body is still to come.</summary>
    public async Task<(Http2Stream Stream, uint Number)> UploadAsync()
    {
        var stream = OpenUpload();
        return (stream, (await Server.ReadHeadAsync()).Stream);
    }

    /// <summary>The head of the answer is there, its body is not.</summary>
    public async Task<(Http2Stream Stream, uint Number)> AnsweredAsync(params (string Name, string Value)[] fields)
    {
        var (stream, number) = await RequestAsync();
        await Server.SendAsync(Frames.Headers(number, WireHpack.Answer(200, fields)));
        await stream.ResponseAsync(Token);
        return (stream, number);
    }

    public async Task<byte[]> ReadAllAsync(Http2Stream stream)
    {
        var all = new List<byte>();
        var part = new byte[10_000];
        for (int length; (length = await stream.ReadAsync(part, Token)) > 0;)
        {
            all.AddRange(part.AsSpan(0, length));
        }

        return [.. all];
    }

    public async Task<string> ReadTextAsync(Http2Stream stream) => Encoding.ASCII.GetString(await ReadAllAsync(stream));

    public static List<(string Name, string Value)> Fields(Http2Stream stream)
    {
        var fields = new List<(string, string)>();
        foreach (var field in stream.Headers)
        {
            fields.Add((Encoding.Latin1.GetString(field.Name), Encoding.Latin1.GetString(field.Value)));
        }

        return fields;
    }

    /// <summary>The head and the body, as whoever wants an answer waits for them.</summary>
    public async Task<(int Status, string Body)> AnswerAsync(Http2Stream stream)
    {
        await stream.ResponseAsync(Token);
        return (stream.Status, await ReadTextAsync(stream));
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        Server.Dispose();
        _bound.Dispose();
        await Wire.DisposeAsync();
    }
}
