namespace PostHogProxy.Middleware.Tests.Faults;

/// <summary>Over HTTP/2 one stream fails, the connection does not.</summary>
internal static class Http2StreamFaults
{
    private static readonly (string, string)[] Json = [("content-type", "application/json"), ("content-length", "100")];

    public static readonly Fault[] All =
    [
        Fault.NotLookedAt("HTTP/2: every stream is refused (REFUSED_STREAM)") with
        {
            Http2 = exchange => exchange.ResetAsync(Http2Error.RefusedStream),
        },
        Fault.NotLookedAt("HTTP/2: one stream is refused (REFUSED_STREAM)") with
        {
            Http2 = exchange => exchange.ResetAsync(Http2Error.RefusedStream),
            Times = 1,
            Script = Cell.Again,
            ScriptOfNone = Cell.Again,
            Event = Cell.Again,
        },
        Fault.Failing("HTTP/2: the stream is reset as INTERNAL_ERROR") with { Http2 = ReadThenReset(Http2Error.Internal) },
        Fault.Failing("HTTP/2: the stream is reset as PROTOCOL_ERROR") with { Http2 = ReadThenReset(Http2Error.Protocol) },
        Fault.Failing("HTTP/2: the stream is reset as CANCEL") with { Http2 = ReadThenReset(Http2Error.Cancel) },
        Fault.Failing("HTTP/2: the stream is reset as ENHANCE_YOUR_CALM") with { Http2 = ReadThenReset(Http2Error.EnhanceYourCalm) },
        Fault.Failing("HTTP/2: the stream is reset as NO_ERROR without an answer") with { Http2 = ReadThenReset(Http2Error.None) },
        Fault.Failing("HTTP/2: HTTP/1.1 is asked for, and not spoken") with { Http2 = ReadThenReset(Http2Error.Http11Required) },
        Fault.NotBegun("HTTP/2: the stream is reset after the headers of the answer") with
        {
            Http2 = async exchange =>
            {
                await exchange.ReadBodyAsync();
                await exchange.HeadersAsync(200, isEnd: false, Json);
                await exchange.ResetAsync(Http2Error.Internal);
            },
        },
        Fault.Half("HTTP/2: the stream is reset within the body") with
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
        // RFC 9113, 8.1.1, has such an answer malformed; the runtime's client passes what there is.
        Fault.NotBegun("HTTP/2: the body ends before its length") with
        {
            ThroughHandler = Fault.Half(""),
            Http2 = async exchange =>
            {
                await exchange.ReadBodyAsync();
                await exchange.HeadersAsync(200, isEnd: false, Json);
                await exchange.DataAsync("{}"u8.ToArray(), isEnd: true);
            },
        },
        Fault.NotBegun("HTTP/2: the body is longer than its length") with
        {
            Http2 = async exchange =>
            {
                await exchange.ReadBodyAsync();
                await exchange.HeadersAsync(200, isEnd: false, Json);
                await exchange.DataAsync(new byte[150], isEnd: true);
            },
        },
        Fault.Late("HTTP/2: no answer comes") with { Http2 = exchange => exchange.UntilResetAsync() },
        Fault.Half("HTTP/2: the answer stops within its body", "timeout") with
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
        Fault.Harmless("HTTP/2: an early hint comes first, and trailers last") with
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
        Fault.Harmless("HTTP/2: the answer comes before the request was read, and it is read afterwards") with
        {
            Http2 = async exchange =>
            {
                await exchange.HeadersAsync(200, isEnd: true, ("content-type", "application/json"));
                await exchange.ReadBodyAsync();
            },
        },
        Answered("HTTP/2: PostHog limits the rate (429) before it has read the request", "429"),
    ];

    // As RFC 9113, 8.1, has it: a whole answer, then NO_ERROR, which asks for no more of the body.
    private static Fault Answered(string name, string status) => Fault.Passed(name, new(status)) with
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
