namespace PostHogProxy.Middleware.Tests.Faults;

/// <summary>Over HTTP/2 one stream fails, the connection does not.</summary>
internal static class Http2StreamFaults
{
    private static readonly (string, string)[] Json = [("content-type", "application/json"), ("content-length", "100")];

    private static readonly Cell Again = new("200", Asked: 2);

    // The HTTP client sends a GET again by itself, three times at the most, where its stream was not looked at; a POST too, and its headers
    // are on their way before its body is refused to it: an event's the third time, a replay's the second.
    private const int Repeated = 4;
    private const int CalledOff = 3;

    public static readonly Fault[] All =
    [
        Row("HTTP/2: every stream is refused (REFUSED_STREAM)") with
        {
            Http2 = exchange => exchange.ResetAsync(Http2Error.RefusedStream),
            Script = new("200", Repeated + 1, Event: 7), ScriptOfNone = Cell.Failed("502", "request", 2 * Repeated),
            Event = Cell.Failed("502", "request", CalledOff), Replay = Cell.Failed("502", "request", asked: 2),
        },
        Row("HTTP/2: one stream is refused (REFUSED_STREAM)") with
        {
            Http2 = exchange => exchange.ResetAsync(Http2Error.RefusedStream), Times = 1,
            Event = Again, Script = Again, ScriptOfNone = Again, Replay = Cell.Failed("502", "request", asked: 2),
        },
        Row("HTTP/2: the stream is reset as INTERNAL_ERROR") with { Http2 = ReadThenReset(Http2Error.Internal) },
        Row("HTTP/2: the stream is reset as PROTOCOL_ERROR") with { Http2 = ReadThenReset(Http2Error.Protocol) },
        Row("HTTP/2: the stream is reset as CANCEL") with { Http2 = ReadThenReset(Http2Error.Cancel) },
        Row("HTTP/2: the stream is reset as ENHANCE_YOUR_CALM") with { Http2 = ReadThenReset(Http2Error.EnhanceYourCalm) },
        Row("HTTP/2: the stream is reset as NO_ERROR without an answer") with { Http2 = ReadThenReset(Http2Error.None) },
        Row("HTTP/2: HTTP/1.1 is asked for, and not spoken") with { Http2 = ReadThenReset(Http2Error.Http11Required) },
        NotBegun("HTTP/2: the stream is reset after the headers of the answer") with
        {
            Http2 = async exchange =>
            {
                await exchange.ReadBodyAsync();
                await exchange.HeadersAsync(200, isEnd: false, Json);
                await exchange.ResetAsync(Http2Error.Internal);
            },
        },
        Half("HTTP/2: the stream is reset within the body") with
        {
            Http2 = async exchange =>
            {
                await exchange.ReadBodyAsync();
                await exchange.HeadersAsync(200, isEnd: false, Json);
                await exchange.DataAsync("{}"u8.ToArray(), isEnd: false);
                await exchange.UntilHalfwayAsync();
                await exchange.ResetAsync(Http2Error.Internal);
            },
        },
        Half("HTTP/2: the body ends before its length") with
        {
            Http2 = async exchange =>
            {
                await exchange.ReadBodyAsync();
                await exchange.HeadersAsync(200, isEnd: false, Json);
                await exchange.DataAsync("{}"u8.ToArray(), isEnd: true);
            },
        },
        Late("HTTP/2: no answer comes") with { Http2 = exchange => exchange.UntilResetAsync() },
        Half("HTTP/2: the answer stops within its body", "timeout") with
        {
            Stalls = true,
            Http2 = async exchange =>
            {
                await exchange.ReadBodyAsync();
                await exchange.HeadersAsync(200, isEnd: false, Json);
                await exchange.DataAsync("{}"u8.ToArray(), isEnd: false);
                await exchange.UntilResetAsync();
            },
        },
        Fine("HTTP/2: an early hint comes first, and trailers last") with
        {
            Http2 = async exchange =>
            {
                await exchange.ReadBodyAsync();
                await exchange.HeadersAsync(103, isEnd: false, ("link", "</x>"));
                await exchange.HeadersAsync(200, isEnd: false, ("content-type", "application/json"));
                await exchange.DataAsync("{}"u8.ToArray(), isEnd: false);
                await exchange.Connection.SendAsync(Http2Frame.Headers(exchange.Stream, isEnd: true, ("x-took", "1")));
            },
        },
        Answered("HTTP/2: the request is refused (413) before it was read", "413"),
        Answered("HTTP/2: the answer comes before the request was read", "200"),
        Fine("HTTP/2: the answer comes before the request was read, and it is read afterwards") with
        {
            Http2 = async exchange =>
            {
                await exchange.HeadersAsync(200, isEnd: true, ("content-type", "application/json"));
                await exchange.ReadBodyAsync();
            },
        },
        Answered("HTTP/2: PostHog limits the rate (429) before it has read the request", "429"),
    ];

    private static Fault Row(string name) => new(name)
    {
        Script = Cell.FromIngest,
        ScriptOfNone = Cell.Failed("502", "request", asked: 2),
        Event = Cell.Failed("502", "request"),
        Replay = Cell.Failed("502", "request"),
    };

    private static Fault Late(string name) => new(name)
    {
        Stalls = true,
        Script = Cell.FromIngest,
        ScriptOfNone = Cell.Failed("504", "timeout", asked: 2),
        Event = Cell.Failed("504", "timeout"),
        Replay = Cell.Failed("504", "timeout"),
    };

    private static Fault NotBegun(string name) => new(name)
    {
        Script = Cell.FromIngest,
        ScriptOfNone = Cell.Failed("502", "response_body", asked: 2),
        Event = Cell.Failed("502", "response_body"),
        Replay = Cell.Failed("502", "response_body"),
    };

    private static Fault Half(string name, string failure = "response_body")
    {
        var broken = Cell.Failed(Visitor.BrokenOff, failure);
        return new(name) { Script = broken, ScriptOfNone = broken, Event = broken, Replay = broken };
    }

    private static Fault Fine(string name) => Passed(name, Cell.Ok);

    private static Fault Passed(string name, Cell cell) => new(name) { Script = cell, ScriptOfNone = cell, Event = cell, Replay = cell };

    // As RFC 9113, 8.1, has it: a whole answer, then NO_ERROR, which asks for no more of the body.
    private static Fault Answered(string name, string status) => Passed(name, new(status)) with
    {
        Http2 = async exchange =>
        {
            await exchange.HeadersAsync(int.Parse(status), isEnd: true, ("content-type", "application/json"));
            await exchange.ResetAsync(Http2Error.None);
        },
    };

    private static Func<Http2Exchange, Task> ReadThenReset(Http2Error code) => async exchange =>
    {
        await exchange.ReadBodyAsync();
        await exchange.ResetAsync(code);
    };
}
