using PostHogProxy.Http2.Tests.Wire;

namespace PostHogProxy.Http2.Tests.Conformance;

/// <summary>Which numbers the client gives to its streams.</summary>
public sealed class StreamNumberTests
{
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
        var next = typeof(StreamTable).GetField("_nextId", System.Reflection.BindingFlags.Instance | System.Reflection.BindingFlags.NonPublic)!;
        next.SetValue(exchange.Client.Streams, int.MaxValue);

        var stream = exchange.Open();
        Assert.Null(exchange.Client.TryOpen(Exchange.Block(), default, endsHere: true));
        Assert.False(exchange.Client.CanOpen);
        var head = await exchange.Server.NextAsync(WireKind.Headers);
        Assert.Equal(0x7FFF_FFFFu, head.Stream);
        await exchange.Server.AnswerAsync(head.Stream, body: "last");
        Assert.Equal((200, "last"), await exchange.AnswerAsync(stream));
        stream.Dispose();
    }
}
