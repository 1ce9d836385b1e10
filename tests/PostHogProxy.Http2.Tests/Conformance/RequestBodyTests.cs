using PostHogProxy.Http2.Tests.Wire;

namespace PostHogProxy.Http2.Tests.Conformance;

/// <summary>How the client sends a body.</summary>
public sealed class RequestBodyTests
{
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

    [Theory, Rfc("9113 6.9.1")]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_large_body_goes_out_whole_to_a_server_that_says_nothing_meanwhile(bool atOnce)
    {
        await using var exchange = await Exchange.StartAsync((WireSetting.InitialWindowSize, 10_000_000));
        await exchange.Server.SendAsync(Frames.WindowUpdate(0, 10_000_000));
        await exchange.Server.PingAsync();
        byte[] body = [.. Enumerable.Range(0, 3_000_000).Select(static at => (byte)(at / 100))];
        using var stream = atOnce ? exchange.Open("POST", body: body) : exchange.OpenUpload();
        var frames = exchange.Server.UntilAsync(static frame => frame.Ends);
        if (!atOnce)
        {
            await stream.WriteAsync(new(body), exchange.Token);
            stream.EndBody();
        }

        Assert.Equal(body, (await frames).Where(static frame => frame.Kind == WireKind.Data).SelectMany(static frame => frame.Payload));
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
