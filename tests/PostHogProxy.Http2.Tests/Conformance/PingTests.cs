using PostHogProxy.Http2.Tests.Wire;

namespace PostHogProxy.Http2.Tests.Conformance;

public sealed class PingTests
{
    [Theory, Rfc("9113 6.7")]
    [InlineData(0ul)]
    [InlineData(ulong.MaxValue)]
    [InlineData(0x0123_4567_89AB_CDEFul)]
    public async Task A_PING_is_answered_with_the_same_bytes(ulong data)
    {
        await using var exchange = await Exchange.StartAsync();

        await exchange.Server.SendAsync(Frames.Ping(data));

        var answer = await exchange.Server.NextAsync(WireKind.Ping);
        Assert.Equal(Frames.Ping(data, ack: true).ToBytes(), answer.ToBytes());
    }

    [Fact, Rfc("9113 6.7")]
    public async Task Several_PINGs_are_answered_in_their_order()
    {
        await using var exchange = await Exchange.StartAsync();

        await exchange.Server.SendAsync(Frames.Ping(1), Frames.Ping(2), Frames.Ping(3));

        for (ulong data = 1; data <= 3; data++)
        {
            Assert.Equal(Frames.Ping(data, ack: true).ToBytes(), (await exchange.Server.ReadAsync())!.ToBytes());
        }
    }

    [Fact, Rfc("9113 6.7")]
    public async Task An_answer_to_PING_is_not_answered()
    {
        await using var exchange = await Exchange.StartAsync();

        await exchange.Server.SendAsync(Frames.Ping(5, ack: true));

        Assert.Empty(await exchange.Server.PingAsync());
    }
}
