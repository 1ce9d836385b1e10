using PostHogProxy.Http2.Tests.Wire;

namespace PostHogProxy.Http2.Tests.Conformance;

/// <summary>Header fields that make an answer malformed, and such as do not.</summary>
public sealed class AnswerFieldTests
{
    private static readonly CaseTable<(string Name, string Value)[]> Malformed = new()
    {
        { "9113 8.2.1", "a name in upper case", [(":status", "200"), ("Server", "x")] },
        { "9113 8.2.1", "one upper-case letter in a name", [(":status", "200"), ("x-custoM", "x")] },
        { "9113 8.2.1", "an empty name", [(":status", "200"), ("", "x")] },
        { "9113 8.2.1", "a space in a name", [(":status", "200"), ("x custom", "x")] },
        { "9113 8.2.1", "a control character in a name", [(":status", "200"), ("x\tcustom", "x")] },
        { "9113 8.2.1", "DEL in a name", [(":status", "200"), ("x\u007f", "x")] },
        { "9113 8.2.1", "a byte above ASCII in a name", [(":status", "200"), ("x\u00e9", "x")] },
        { "9113 8.2.1", "a colon inside a name", [(":status", "200"), ("x:y", "x")] },
        { "9110 5.6.2", "a parenthesis in a name", [(":status", "200"), ("x(y)", "x")] },
        { "9110 5.6.2", "a quotation mark in a name", [(":status", "200"), ("x\"y", "x")] },
        { "9110 5.6.2", "a slash in a name", [(":status", "200"), ("x/y", "x")] },
        { "9110 5.6.2", "a bracket in a name", [(":status", "200"), ("x[y]", "x")] },
        { "9113 8.2.1", "NUL in a name", [(":status", "200"), ("x\0", "x")] },
        { "9113 8.2.1", "a line feed in a name", [(":status", "200"), ("x\ny", "x")] },
        { "9113 8.2.1", "NUL in a value", [(":status", "200"), ("x", "a\0b")] },
        { "9113 8.2.1", "a carriage return in a value", [(":status", "200"), ("x", "a\rb")] },
        { "9113 8.2.1", "a line feed in a value", [(":status", "200"), ("x", "a\nset-cookie: b")] },
        { "9113 8.2.1", "a line feed at the end of a value", [(":status", "200"), ("x", "a\n")] },
        { "9113 8.2.2", "connection", [(":status", "200"), ("connection", "close")] },
        { "9113 8.2.2", "proxy-connection", [(":status", "200"), ("proxy-connection", "keep-alive")] },
        { "9113 8.2.2", "keep-alive", [(":status", "200"), ("keep-alive", "timeout=5")] },
        { "9113 8.2.2", "transfer-encoding", [(":status", "200"), ("transfer-encoding", "chunked")] },
        { "9113 8.2.2", "upgrade", [(":status", "200"), ("upgrade", "websocket")] },
        { "9113 8.3", "a pseudo-header field that there is not", [(":status", "200"), (":unknown", "x")] },
        { "9113 8.3", "a pseudo-header field with no name", [(":status", "200"), (":", "x")] },
        { "9113 8.3", "a pseudo-header field of requests: the method", [(":status", "200"), (":method", "GET")] },
        { "9113 8.3", "a pseudo-header field of requests: the path", [(":path", "/"), (":status", "200")] },
        { "9113 8.3", "the status behind another field", [("server", "x"), (":status", "200")] },
        { "9113 8.3", "the status twice", [(":status", "200"), (":status", "200")] },
        { "9113 8.3", "two statuses", [(":status", "200"), (":status", "404")] },
        { "9113 8.3.2", "no status", [("server", "x")] },
        { "9113 8.3.2", "no field at all", [] },
        { "9113 8.3.2", "an empty status", [(":status", "")] },
        { "9113 8.3.2", "a status of two digits", [(":status", "20")] },
        { "9113 8.3.2", "a status of four digits", [(":status", "2000")] },
        { "9113 8.3.2", "a status of letters", [(":status", "abc")] },
        { "9113 8.3.2", "a status with a sign", [(":status", "+20")] },
        { "9113 8.3.2", "a status with a space", [(":status", "20 ")] },
        { "9113 8.3.2", "a status with a reason", [(":status", "200 OK")] },
        { "9113 8.3.2", "a status below 100", [(":status", "099")] },
        { "9113 8.3.2", "an upper-case status", [(":Status", "200")] },
    };

    private static readonly CaseTable<(string Name, string Value)[]> Fine = new()
    {
        { "9113 8.2.1", "an empty value", [("x-empty", "")] },
        { "9113 8.2.1", "bytes above ASCII in a value", [("x-name", "caf\u00e9\u00ff")] },
        { "9113 8.2.1", "tabs and spaces inside a value", [("x-list", "a, b\tc")] },
        { "9110 5.6.2", "a name of all kinds of characters", [("!#$%&'*+-.^_`|~09az", "x")] },
        { "9110 5.3", "the same field several times", [("set-cookie", "a=1"), ("set-cookie", "b=2"), ("set-cookie", "a=1")] },
        { "9110 5.4", "a long value", [("x-long", new string('v', 20_000))] },
        { "9110 8.6", "the same length twice", [("content-length", "2"), ("content-length", "2")] },
        { "9113 8.2.2", "names that begin like those of a connection", [("connection-id", "1"), ("upgrade-insecure-requests", "1")] },
    };

    public static IEnumerable<TheoryDataRow<string>> MalformedRows => Malformed.Rows;

    public static IEnumerable<TheoryDataRow<string>> FineRows => Fine.Rows;

    [Theory, MemberData(nameof(MalformedRows))]
    public async Task A_malformed_answer_is_reset(string malformed)
    {
        await using var exchange = await Exchange.StartAsync();
        var (stream, number) = await exchange.RequestAsync();

        await exchange.Server.SendAsync(Frames.Headers(number, WireHpack.Block(Malformed[malformed]), end: true));

        await exchange.StreamErrorAsync(stream, number, WireCode.Protocol);
    }

    [Theory, MemberData(nameof(FineRows))]
    public async Task Fields_pass_as_they_are(string fine)
    {
        foreach (var huffman in new[] { false, true })
        {
            await using var exchange = await Exchange.StartAsync();
            var (stream, number) = await exchange.RequestAsync();
            byte[] block = [.. WireHpack.NoTable, .. WireHpack.Indexed(8), .. Fine[fine].SelectMany(field => WireHpack.Literal(field.Name, field.Value, huffman: huffman))];
            var middle = block.Length / 2;

            await exchange.Server.SendAsync(
                Frames.Headers(number, block[..middle], endHeaders: false),
                Frames.Continuation(number, block[middle..]),
                Frames.Data(number, "ok"u8.ToArray(), end: true));

            await stream.ResponseAsync(exchange.Token);
            Assert.Equal([(":status", "200"), .. Fine[fine]], Exchange.Fields(stream));
            await exchange.AnsweredAsync(stream, 200, "ok");
        }
    }

    [Theory, Rfc("9113 8.2.1")]
    [InlineData(" x")]
    [InlineData("x ")]
    [InlineData("\tx")]
    [InlineData("x\t")]
    public async Task White_space_around_a_value_does_not_pass(string value)
    {
        await using var exchange = await Exchange.StartAsync();
        var (stream, number) = await exchange.RequestAsync();

        await exchange.Server.SendAsync(Frames.Headers(number, WireHpack.Answer(200, ("x-space", value)), end: true));

        await exchange.StreamErrorAsync(stream, number, WireCode.Protocol);
    }
}
