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
}
