using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using PostHogProxy.Http2.Tests.Conformance;

namespace PostHogProxy.Http2.Tests.Servers;

/// <summary>The client over TLS against servers that nobody wrote for it.</summary>
public sealed class RealServerTests(ServerFarm farm) : IClassFixture<ServerFarm>
{
    private const int Large = 5 * 1024 * 1024;

    public static TheoryData<string> Servers => ["kestrel", "nginx", "haproxy", "caddy", "node"];

    [Theory, MemberData(nameof(Servers))]
    public async Task A_GET_is_answered(string server)
    {
        using var bound = new Bound();
        using var pool = await farm.PoolAsync(server);
        using var stream = await pool.OpenAsync(Exchange.Block("GET", "/hello?a=1&b=%20", ("user-agent", "test"), ("accept", "*/*")), default, endsHere: true, bound.Token);

        Assert.Equal((200, "hello"), await AnswerAsync(stream, bound.Token));
        Assert.Contains(("x-query", "?a=1&b=%20"), Exchange.Fields(stream));
    }

    [Theory, MemberData(nameof(Servers))]
    public async Task A_HEAD_is_answered_without_a_body(string server)
    {
        using var bound = new Bound();
        using var pool = await farm.PoolAsync(server);
        for (var at = 0; at < 2; at++)
        {
            using var stream = await pool.OpenAsync(Exchange.Block("HEAD", "/hello"), default, endsHere: true, bound.Token);
            Assert.Equal((200, ""), await AnswerAsync(stream, bound.Token));
            Assert.Contains(("content-length", "5"), Exchange.Fields(stream));
        }
    }

    [Theory, MemberData(nameof(Servers))]
    public async Task A_small_body_arrives(string server)
    {
        using var bound = new Bound();
        using var pool = await farm.PoolAsync(server);
        var body = "{\"event\":\"$pageview\"}"u8.ToArray();
        for (var at = 0; at < 3; at++)
        {
            using var stream = await pool.OpenAsync(Post("/e/", body.Length), body, endsHere: true, bound.Token);
            Assert.Equal((200, Sum(body)), await AnswerAsync(stream, bound.Token));
        }

        Assert.Equal(1, pool.Count);
    }

    [Theory, MemberData(nameof(Servers))]
    public async Task An_upload_of_5_MB_arrives_whole(string server)
    {
        using var bound = new Bound();
        using var pool = await farm.PoolAsync(server);
        var body = KestrelServer.Numbered(Large);
        using var stream = await pool.OpenAsync(Post("/s/", Large), default, endsHere: false, bound.Token);

        for (var at = 0; at < Large; at += 50_000)
        {
            await stream.WriteAsync(new(body.AsMemory(at, Math.Min(50_000, Large - at))), bound.Token);
        }

        stream.EndBody();
        Assert.Equal((200, Sum(body)), await AnswerAsync(stream, bound.Token));
    }

    [Theory, MemberData(nameof(Servers))]
    public async Task An_upload_of_5_MB_at_once_arrives_whole(string server)
    {
        using var bound = new Bound();
        using var pool = await farm.PoolAsync(server);
        var body = KestrelServer.Numbered(Large);
        using var stream = await pool.OpenAsync(Post("/s/", Large), body, endsHere: true, bound.Token);

        Assert.Equal((200, Sum(body)), await AnswerAsync(stream, bound.Token));
    }

    [Theory, MemberData(nameof(Servers))]
    public async Task A_download_of_5_MB_arrives_whole(string server)
    {
        using var bound = new Bound();
        using var pool = await farm.PoolAsync(server);
        using var stream = await pool.OpenAsync(Exchange.Block("GET", $"/bytes/{Large}"), default, endsHere: true, bound.Token);
        await stream.ResponseAsync(bound.Token);

        Assert.Equal(KestrelServer.Numbered(Large), await ReadAsync(stream, bound.Token));
    }

    [Theory, MemberData(nameof(Servers))]
    public async Task A_413_comes_before_the_body_is_sent_and_the_next_request_is_answered(string server)
    {
        using var bound = new Bound();
        using var pool = await farm.PoolAsync(server);
        using (var stream = await pool.OpenAsync(Post("/small", Large), default, endsHere: false, bound.Token))
        {
            await stream.ResponseAsync(bound.Token);
            Assert.Equal(413, stream.Status);
        }

        using var next = await pool.OpenAsync(Exchange.Block("GET", "/hello"), default, endsHere: true, bound.Token);
        Assert.Equal((200, "hello"), await AnswerAsync(next, bound.Token));
    }

    [Theory, MemberData(nameof(Servers))]
    public async Task A_413_passes_while_the_body_is_being_sent(string server)
    {
        using var bound = new Bound();
        using var pool = await farm.PoolAsync(server);
        using var stream = await pool.OpenAsync(Post("/small", Large), new byte[Large], endsHere: true, bound.Token);

        await stream.ResponseAsync(bound.Token);

        Assert.Equal(413, stream.Status);
    }

    [Theory, MemberData(nameof(Servers))]
    public async Task Many_at_once_each_get_their_own_answer(string server)
    {
        using var bound = new Bound(120);
        using var pool = await farm.PoolAsync(server);
        await Task.WhenAll(Enumerable.Range(0, 400).Select(number => Task.Run(async () =>
        {
            var body = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat(number.ToString(CultureInfo.InvariantCulture), 1 + (number * 10))));
            using var stream = number % 3 == 0
                ? await pool.OpenAsync(Exchange.Block("GET", $"/bytes/{number}"), default, endsHere: true, bound.Token)
                : await pool.OpenAsync(Post("/e/", body.Length), body, endsHere: true, bound.Token);
            await stream.ResponseAsync(bound.Token);
            Assert.Equal(200, stream.Status);
            var answer = await ReadAsync(stream, bound.Token);
            Assert.Equal(number % 3 == 0 ? KestrelServer.Numbered(number) : Encoding.ASCII.GetBytes(Sum(body)), answer);
        })));
    }

    [Fact]
    public async Task A_server_that_leaves_again_and_again_costs_no_request()
    {
        using var bound = new Bound(120);
        using var pool = await farm.PoolAsync(Configurations.LeavingNginx);
        await Task.WhenAll(Enumerable.Range(0, 500).Select(number => Task.Run(async () =>
        {
            var body = Encoding.ASCII.GetBytes($"number {number}");
            for (var answered = false; !answered;)
            {
                using var stream = await pool.OpenAsync(Post("/e/", body.Length), body, endsHere: true, bound.Token);
                try
                {
                    Assert.Equal((200, Sum(body)), await AnswerAsync(stream, bound.Token));
                    answered = true;
                }
                catch (HttpRequestException failure) when (Failure.Code(failure) == Wire.WireCode.Refused)
                {
                    // It is safe to send it again.
                }
            }
        })));
    }

    [Theory, MemberData(nameof(Servers))]
    public async Task Exchanges_that_are_given_up_harm_no_other(string server)
    {
        using var bound = new Bound();
        using var pool = await farm.PoolAsync(server);
        for (var at = 0; at < 30; at++)
        {
            // More than a window. Node takes no more streams while it holds 10 MB for those that it has.
            using var download = await pool.OpenAsync(Exchange.Block("GET", "/bytes/300000"), default, endsHere: true, bound.Token);
            if (at % 2 == 0)
            {
                await download.ResponseAsync(bound.Token);
                await download.ReadAsync(new byte[1000], bound.Token);
            }
        }

        using var stream = await pool.OpenAsync(Exchange.Block("GET", $"/bytes/{Large}"), default, endsHere: true, bound.Token);
        await stream.ResponseAsync(bound.Token);
        Assert.Equal(KestrelServer.Numbered(Large), await ReadAsync(stream, bound.Token));
    }

    private static byte[] Post(string path, int length) =>
        Exchange.Block("POST", path, ("content-type", "text/plain"), ("content-length", length.ToString(CultureInfo.InvariantCulture)));

    private static string Sum(byte[] body) => $"POST {Convert.ToHexStringLower(SHA256.HashData(body))}";

    private static async Task<(int Status, string Body)> AnswerAsync(Http2Stream stream, CancellationToken cancellationToken)
    {
        await stream.ResponseAsync(cancellationToken);
        return (stream.Status, Encoding.ASCII.GetString(await ReadAsync(stream, cancellationToken)));
    }

    private static async Task<byte[]> ReadAsync(Http2Stream stream, CancellationToken cancellationToken)
    {
        using var all = new MemoryStream();
        var part = new byte[32 * 1024];
        for (int count; (count = await stream.ReadAsync(part, cancellationToken)) > 0;)
        {
            all.Write(part, 0, count);
        }

        return all.ToArray();
    }
}
