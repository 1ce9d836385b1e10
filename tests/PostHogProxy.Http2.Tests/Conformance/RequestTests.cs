using PostHogProxy.Http2.Tests.Wire;

namespace PostHogProxy.Http2.Tests.Conformance;

/// <summary>What the client itself sends.</summary>
public sealed class RequestTests
{
    private static readonly string[] Pseudo = [":method", ":scheme", ":authority", ":path"];

    [Theory, Rfc("9113 8.3.1")]
    [InlineData("GET", "/")]
    [InlineData("POST", "/e/?ip=1&_=1700000000000&ver=1.300.0")]
    [InlineData("OPTIONS", "*")]
    [InlineData("HEAD", "/static/array.js")]
    [InlineData("DELETE", "/a%2Fb/%7Ec?x=%20")]
    public async Task The_four_pseudo_header_fields_come_first_and_once(string method, string path)
    {
        await using var exchange = await Exchange.StartAsync();
        using var stream = exchange.Client.TryOpen(Exchange.Block(method, path, ("User-Agent", "Mozilla/5.0"), ("content-type", "text/plain")), default, endsHere: true);

        var request = await exchange.Server.ReadRequestAsync();

        Assert.Equal(Pseudo.Order(), request.Fields.Take(4).Select(static field => field.Name).Order());
        Assert.All(request.Fields.Skip(4), static field => Assert.DoesNotContain(':', field.Name));
        Assert.Equal((method, "https", "example.test", path), (request[":method"], request[":scheme"], request[":authority"], request[":path"]));
        Assert.Equal(("Mozilla/5.0", "text/plain"), (request["user-agent"], request["content-type"]));
    }

    [Fact, Rfc("9113 8.2.1")]
    public async Task Names_are_sent_in_lower_case()
    {
        await using var exchange = await Exchange.StartAsync();
        using var stream = exchange.Client.TryOpen(
            Exchange.Block("GET", "/", ("User-Agent", "A"), ("X-FORWARDED-For", "203.0.113.5"), ("ACCEPT", "Text/HTML"), ("x-Own_Field", "Value")), default, endsHere: true);

        var request = await exchange.Server.ReadRequestAsync();

        Assert.Equal([("user-agent", "A"), ("x-forwarded-for", "203.0.113.5"), ("accept", "Text/HTML"), ("x-own_field", "Value")], request.Fields.Skip(4));
    }

    [Theory, Rfc("9113 8.2.2")]
    [InlineData("Connection", "close")]
    [InlineData("connection", "x-foo")]
    [InlineData("Proxy-Connection", "keep-alive")]
    [InlineData("Keep-Alive", "timeout=5")]
    [InlineData("Transfer-Encoding", "chunked")]
    [InlineData("UPGRADE", "h2c")]
    [InlineData("te", "gzip")]
    public async Task Fields_of_one_connection_are_not_sent(string name, string value)
    {
        await using var exchange = await Exchange.StartAsync();
        using var stream = exchange.Client.TryOpen(Exchange.Block("GET", "/", (name, value), ("accept", "*/*")), default, endsHere: true);

        Assert.Equal([("accept", "*/*")], (await exchange.Server.ReadRequestAsync()).Fields.Skip(4));
    }

    [Theory, Rfc("9113 8.2.1")]
    [InlineData("x-break", "a\r\nb: c")]
    [InlineData("x-line", "a\nb")]
    [InlineData("x-return", "a\rb")]
    [InlineData("x-nul", "a\0b")]
    [InlineData("x space", "a")]
    [InlineData("x:colon", "a")]
    [InlineData(":path", "/other")]
    [InlineData(":status", "200")]
    [InlineData("", "a")]
    [InlineData("x\r\ny", "a")]
    [InlineData("x\u00e9", "a")]
    public async Task A_field_that_would_be_malformed_is_not_sent(string name, string value)
    {
        await using var exchange = await Exchange.StartAsync();
        using var stream = exchange.Client.TryOpen(Exchange.Block("GET", "/", (name, value), ("accept", "*/*")), default, endsHere: true);

        Assert.Equal([("accept", "*/*")], (await exchange.Server.ReadRequestAsync()).Fields.Skip(4));
    }

    [Theory, Rfc("9113 8.2.1")]
    [InlineData(" a ")]
    [InlineData("\ta\t")]
    public async Task White_space_around_a_value_is_not_sent(string value)
    {
        await using var exchange = await Exchange.StartAsync();
        using var stream = exchange.Client.TryOpen(Exchange.Block("GET", "/", ("x-space", value)), default, endsHere: true);

        Assert.Equal("a", (await exchange.Server.ReadRequestAsync())["x-space"]);
    }

    [Fact, Rfc("7541 4.2")]
    public async Task The_first_block_says_that_the_client_uses_no_table_and_no_block_uses_one()
    {
        await using var exchange = await Exchange.StartAsync((WireSetting.HeaderTableSize, 0));
        for (var at = 0; at < 3; at++)
        {
            using var stream = exchange.Client.TryOpen(Exchange.Block("GET", "/", ("x-field", "value"), ("user-agent", "A")), default, endsHere: true);
            var head = await exchange.Server.NextAsync(WireKind.Headers);
            Assert.Equal(at == 0, head.Payload[0] == 0x20);
            Assert.Contains(("x-field", "value"), exchange.Server.Hpack.Read(head.Payload));
            Assert.Equal(at == 0 ? [0] : [], exchange.Server.Hpack.Updates);
            await exchange.Server.AnswerAsync(head.Stream);
        }
    }

    [Theory, Rfc("7541 7.1.3")]
    [InlineData("cookie")]
    [InlineData("Authorization")]
    public async Task What_is_secret_is_never_to_be_kept_in_a_table(string name)
    {
        await using var exchange = await Exchange.StartAsync();
        using var stream = exchange.Client.TryOpen(Exchange.Block("GET", "/", (name, "secret")), default, endsHere: true);

        var block = (await exchange.Server.NextAsync(WireKind.Headers)).Payload;

        var index = name == "cookie" ? 32 : 23;
        Assert.True(block.AsSpan().IndexOf(WireHpack.LiteralOf(index, "secret", WireHpack.NeverIndexed)) > 0);
    }

    [Fact, Rfc("9113 5.1.1")]
    public async Task Numbers_of_streams_are_odd_begin_at_one_and_rise()
    {
        await using var exchange = await Exchange.StartAsync();
        for (var at = 0u; at < 20; at++)
        {
            var (stream, number) = await exchange.RequestAsync();
            Assert.Equal((2 * at) + 1, number);
            if (at % 2 == 0)
            {
                await exchange.Server.AnswerAsync(number);
                await exchange.AnswerAsync(stream);
            }

            stream.Dispose();
        }
    }

    [Fact, Rfc("9113 5.1.1")]
    public async Task Streams_opened_by_many_threads_reach_the_server_in_the_order_of_their_numbers()
    {
        await using var exchange = await Exchange.StartAsync();
        var open = Task.WhenAll(Enumerable.Range(0, 8).Select(worker => Task.Run(() =>
        {
            for (var at = 0; at < 100; at++)
            {
                exchange.Open("POST", body: new byte[worker * 10]);
            }
        })));

        var last = -1L;
        for (var at = 0; at < 800; at++)
        {
            var head = await exchange.Server.NextAsync(WireKind.Headers);
            Assert.True(head.Stream == last + 2, $"{head.Stream} came behind {last}.");
            last = head.Stream;
        }

        await open;
    }

    [Fact, Rfc("9113 5.1.1")]
    public async Task When_the_numbers_are_used_up_no_stream_is_opened()
    {
        await using var exchange = await Exchange.StartAsync();
        var next = typeof(Http2Connection).GetField("_nextId", System.Reflection.BindingFlags.Instance | System.Reflection.BindingFlags.NonPublic)!;
        next.SetValue(exchange.Client, int.MaxValue);

        var stream = exchange.Open();
        Assert.Null(exchange.Client.TryOpen(Exchange.Block(), default, endsHere: true));
        Assert.False(exchange.Client.CanOpen);
        var head = await exchange.Server.NextAsync(WireKind.Headers);
        Assert.Equal(0x7FFF_FFFFu, head.Stream);
        await exchange.Server.AnswerAsync(head.Stream, body: "last");
        Assert.Equal((200, "last"), await exchange.AnswerAsync(stream));
        stream.Dispose();
    }

    [Theory, Rfc("9113 8.1")]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(16_384)]
    [InlineData(50_000)]
    public async Task A_body_ends_with_END_STREAM_once_and_nothing_comes_behind_it(int length)
    {
        await using var exchange = await Exchange.StartAsync();
        var stream = exchange.Open("POST", body: [.. Enumerable.Range(0, length).Select(static at => (byte)at)]);

        var frames = await exchange.Server.UntilAsync(static frame => frame.Ends);
        byte[] body = [.. frames.Where(static frame => frame.Kind == WireKind.Data).SelectMany(static frame => frame.Payload)];

        Assert.Equal(Enumerable.Range(0, length).Select(static at => (byte)at), body);
        Assert.Equal(WireKind.Headers, frames[0].Kind);
        Assert.Equal(length == 0, frames[0].Ends);
        Assert.DoesNotContain(frames, static frame => (frame.Flags & WireFlag.Padded) != 0 && frame.Kind is WireKind.Data or WireKind.Headers && (frame.Flags & WireFlag.Padded) != 0);
        Assert.Empty(await exchange.Server.PingAsync());
        await exchange.Server.AnswerAsync(1, body: "got");
        await exchange.AnsweredAsync(stream, 200, "got");
    }

    [Theory, Rfc("9113 8.1")]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    [InlineData(100, 3)]
    [InlineData(40_000, 2)]
    public async Task A_body_in_parts_arrives_whole_and_in_order(int length, int parts)
    {
        await using var exchange = await Exchange.StartAsync((WireSetting.InitialWindowSize, 10_000_000));
        await exchange.Server.SendAsync(Frames.WindowUpdate(0, 10_000_000));
        var (stream, number) = await exchange.UploadAsync();
        var expected = new List<byte>();
        for (var part = 0; part < parts; part++)
        {
            byte[] bytes = [.. Enumerable.Range(part, length).Select(static at => (byte)at)];
            expected.AddRange(bytes);
            await stream.WriteAsync(new(bytes), exchange.Token);
            Array.Clear(bytes);
        }

        stream.EndBody();

        var frames = await exchange.Server.UntilAsync(static frame => frame.Ends);
        Assert.Equal(expected, frames.SelectMany(static frame => frame.Payload));
        Assert.All(frames, frame => Assert.Equal((WireKind.Data, number), (frame.Kind, frame.Stream)));
        await exchange.Server.AnswerAsync(number, body: "got");
        await exchange.AnsweredAsync(stream, 200, "got");
    }

    [Theory, Rfc("9113 5.1")]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Nothing_can_be_written_behind_the_end_of_a_body(bool atOnce)
    {
        await using var exchange = await Exchange.StartAsync();
        using var stream = atOnce ? exchange.Open("POST", body: [1]) : exchange.OpenUpload();
        stream.EndBody();
        stream.EndBody();
        Assert.Single(await exchange.Server.PingAsync(), static frame => frame.Ends);

        await Assert.ThrowsAsync<InvalidOperationException>(async () => await stream.WriteAsync(new("late"u8.ToArray()), exchange.Token));

        Assert.Empty(await exchange.Server.PingAsync());
    }

    [Fact, Rfc("9113 8.1")]
    public async Task A_part_of_several_segments_arrives_in_order()
    {
        await using var exchange = await Exchange.StartAsync();
        var (stream, _) = await exchange.UploadAsync();
        var first = new Segment("one "u8.ToArray(), null);
        var last = new Segment("three"u8.ToArray(), new Segment("two "u8.ToArray(), first));

        await stream.WriteAsync(new(first, 0, last, 5), exchange.Token);
        stream.EndBody();

        var frames = await exchange.Server.UntilAsync(static frame => frame.Ends);
        Assert.Equal("one two three"u8.ToArray(), frames.SelectMany(static frame => frame.Payload));
        stream.Dispose();
    }

    private sealed class Segment : System.Buffers.ReadOnlySequenceSegment<byte>
    {
        public Segment(byte[] bytes, Segment? before)
        {
            Memory = bytes;
            if (before is not null)
            {
                before.Next = this;
                RunningIndex = before.RunningIndex + before.Memory.Length;
            }
        }
    }
}
