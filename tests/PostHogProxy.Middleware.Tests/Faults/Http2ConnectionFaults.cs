namespace PostHogProxy.Middleware.Tests.Faults;

/// <summary>Over HTTP/2 the whole connection fails or behaves oddly.</summary>
internal static class Http2ConnectionFaults
{
    private const short InitialWindowSize = 4;
    private const short MaxFrameSize = 5;

    public static readonly Fault[] All =
    [
        Fault.NotLookedAt("HTTP/2: the server goes away (GOAWAY) and has not looked at the request") with { Http2 = GoAwayUnseen },
        Fault.NotLookedAt("HTTP/2: the server goes away (GOAWAY) once and has not looked at the request") with
        {
            Http2 = GoAwayUnseen,
            Times = 1,
            Script = Cell.Again,
            ScriptOfNone = Cell.Again,
            Event = Cell.Again,
        },

        // The client tells it as it tells a connection that closes before the answer.
        Fault.Unanswered("HTTP/2: the server goes away (GOAWAY) with an error and has looked at the request") with
        {
            Http2 = async exchange =>
            {
                await exchange.ReadBodyAsync();
                await exchange.GoAwayAsync(exchange.Stream, Http2Error.EnhanceYourCalm);
                exchange.Connection.Close();
            },
        },
        Fault.Harmless("HTTP/2: the server goes away (GOAWAY) and still answers") with
        {
            Http2 = async exchange =>
            {
                await exchange.GoAwayAsync(exchange.Stream, Http2Error.None);
                await exchange.AnswerAsync();
            },
        },
        Fault.Unanswered("HTTP/2: the connection closes before the answer") with { Http2 = Close(withReset: false) },
        Fault.Unanswered("HTTP/2: the connection closes before the answer, once") with { Http2 = Close(withReset: false), Times = 1, Event = Cell.Again },
        Fault.Unanswered("HTTP/2: the connection is reset before the answer") with { Http2 = Close(withReset: true) },
        Fault.Unanswered("HTTP/2: an idle connection is reset as the next request comes") with
        {
            Http2 = Close(withReset: true), Times = 1, OnUsedConnection = true, Event = Cell.Again,
        },
        Fault.Half("HTTP/2: the connection closes within the body") with
        {
            Http2 = async exchange =>
            {
                await exchange.ReadBodyAsync();
                await exchange.HeadersAsync(200, isEnd: false, ("content-type", "application/json"));
                await exchange.DataAsync("{}"u8.ToArray(), isEnd: false);
                await exchange.UntilHalfwayAsync();
                exchange.Connection.Close();
            },
        },
        // RFC 9113, 4.1, has such a frame ignored; the runtime's client ends the connection.
        Fault.Harmless("HTTP/2: a frame of an unknown type comes before the answer") with
        {
            ThroughHandler = Fault.Failing(""),
            Http2 = async exchange =>
            {
                await exchange.ReadBodyAsync();
                await exchange.Connection.SendAsync(new(FrameType.Unknown, 0xff, 0, new byte[3]));
                await exchange.AnswerAsync();
            },
        },
        Fault.Harmless("HTTP/2: a ping and settings come before the answer") with
        {
            Http2 = async exchange =>
            {
                await exchange.Connection.SendAsync(new(FrameType.Ping, 0, 0, new byte[8]));
                await exchange.Connection.SendAsync(Http2Frame.Settings((InitialWindowSize, 1 << 26)));
                await exchange.AnswerAsync();
            },
        },
        Fault.Failing("HTTP/2: a header block that cannot be read comes") with
        {
            Http2 = Broken(exchange => new(FrameType.Headers, Http2Frame.EndHeaders, exchange.Stream, [0xff, 0xff, 0xff, 0xff, 0xff, 0xff])),
        },
        Fault.Failing("HTTP/2: data comes before the headers of the answer") with
        {
            Http2 = Broken(exchange => new(FrameType.Data, 0, exchange.Stream, new byte[2])),
        },
        Fault.Failing("HTTP/2: a frame comes that is larger than agreed") with
        {
            Http2 = Broken(exchange => new(FrameType.Data, 0, exchange.Stream, new byte[1 << 20])),
        },
        Fault.Failing("HTTP/2: settings come that are not allowed") with { Http2 = Broken(_ => Http2Frame.Settings((MaxFrameSize, 1))) },
        Fault.Late("HTTP/2: the window for the body is used up, and no more is given") with
        {
            Greeting = [Http2Frame.Settings()], Script = Cell.Ok, ScriptOfNone = Cell.Ok, Event = Cell.Ok,
        },
    ];

    private static async Task GoAwayUnseen(Http2Exchange exchange)
    {
        await exchange.GoAwayAsync(0, Http2Error.None);
        exchange.Connection.Close();
    }

    private static Func<Http2Exchange, Task> Close(bool withReset) => async exchange =>
    {
        await exchange.ReadBodyAsync();
        exchange.Connection.Close(withReset);
    };

    private static Func<Http2Exchange, Task> Broken(Func<Http2Exchange, Http2Frame> frame) => async exchange =>
    {
        await exchange.ReadBodyAsync();
        await exchange.Connection.SendAsync(frame(exchange));
        await exchange.UntilResetAsync();
    };
}
