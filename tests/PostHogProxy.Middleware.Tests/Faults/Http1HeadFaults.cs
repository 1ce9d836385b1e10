namespace PostHogProxy.Middleware.Tests.Faults;

/// <summary>Over HTTP/1.1 the request arrives, and no head of an answer comes back, or one that is none.</summary>
internal static class Http1HeadFaults
{
    private const string Head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n";

    private static readonly TimeSpan NoPause = TimeSpan.Zero;

    // Many of these together are longer than the time there is.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private static readonly Cell Again = new("200", Asked: 2);

    // The HTTP client sends a GET again by itself, three times at the most, where the connection closes before a byte of the answer.
    private const int Repeated = 4;

    public static readonly Fault[] All =
    [
        Unanswered("the connection closes before a byte of the answer") with
        {
            Http1 = exchange => exchange.ReadBodyAsync(), Script = new("200", Repeated + 1, Event: 7), ScriptOfNone = Cell.Failed("502", "request", 2 * Repeated),
        },
        Unanswered("the connection closes before a byte of the answer, once") with
        {
            Http1 = exchange => exchange.ReadBodyAsync(), Times = 1, Event = Again, Script = Again, ScriptOfNone = Again,
        },
        Unanswered("the connection is reset before a byte of the answer") with { Http1 = ResetAsync },
        Unanswered("an idle connection closes as the next request comes") with
        {
            Http1 = exchange => exchange.ReadBodyAsync(), Times = 1, OnUsedConnection = true, Event = Again, Script = Again, ScriptOfNone = Again,
        },
        Unanswered("an idle connection is reset as the next request comes") with { Http1 = ResetAsync, Times = 1, OnUsedConnection = true, Event = Again },
        Late("no answer comes") with { Http1 = exchange => exchange.UntilClosedAsync() },
        Row("the connection is reset within the head of the answer") with
        {
            Http1 = async exchange =>
            {
                await exchange.ReadBodyAsync();
                await exchange.WriteAsync(Head);
                exchange.Reset();
            },
        },
        Row("the connection closes within the head of the answer") with { Http1 = Answer(Head) },
        Late("the answer stops within its head") with
        {
            Http1 = async exchange =>
            {
                await exchange.ReadBodyAsync();
                await exchange.WriteAsync(Head);
                await exchange.UntilClosedAsync();
            },
        },
        Late("the head comes byte by byte and takes longer than the time there is") with
        {
            Http1 = async exchange =>
            {
                await exchange.ReadBodyAsync();
                await exchange.TrickleAsync(Head + "\r\n{}", 1, Pause);
                await exchange.UntilClosedAsync();
            },
        },
        Fine("the head comes byte by byte") with
        {
            Http1 = async exchange =>
            {
                await exchange.ReadBodyAsync();
                await exchange.TrickleAsync(Head + "\r\n{}", 1, NoPause);
            },
        },
        Row("the status line is malformed") with { Http1 = Answer("HTTP/1.1 two hundred\r\nContent-Length: 0\r\n\r\n") },
        Row("the answer is no HTTP") with { Http1 = Answer("<html>\r\n<h1>It works!</h1>\r\n</html>\r\n") },
        Row("the answer is HTTP/2 where HTTP/1.1 was agreed") with { Http1 = Answer("\0\0\0\x4\0\0\0\0\0") },
        Row("the head is larger than 64 KB") with { Http1 = Answer(Head + "X-Large: " + new string('x', 100_000) + "\r\n\r\n{}") },
        Row("a header has no name") with { Http1 = Answer(Head + "no colon here\r\n\r\n{}") },
        Row("the Content-Length is negative") with { Http1 = Answer("HTTP/1.1 200 OK\r\nContent-Length: -2\r\n\r\n{}") },
        Row("there are two lengths") with { Http1 = Answer(Head + "Content-Length: 20\r\n\r\n{}") },
        Fine("an early hint and a processing note come first") with
        {
            Http1 = Answer("HTTP/1.1 102 Processing\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n" + Head + "\r\n{}"),
        },
        Fine("100 Continue comes although nobody asked") with { Http1 = Answer("HTTP/1.1 100 Continue\r\n\r\n" + Head + "\r\n{}") },
        Late("nothing but informational answers comes") with
        {
            Http1 = async exchange =>
            {
                await exchange.ReadBodyAsync();
                await exchange.WriteAsync("HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n");
                await exchange.UntilClosedAsync();
            },
        },
        new("the protocol is switched (101)")
        {
            Script = Cell.Withheld("status"), ScriptOfNone = Cell.Withheld("status"), Event = Cell.Withheld("status"), Replay = Cell.Withheld("status"),
            Http1 = Answer("HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: websocket\r\n\r\n") },
        Fine("the answer is HTTP/1.0") with { Http1 = Answer("HTTP/1.0 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}") },
    ];

    // Closed before a byte of an answer, as an idle connection is: the event is sent once more.
    private static Fault Unanswered(string name) => Row(name) with { Event = Cell.Failed("502", "request", asked: 2) };

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

    private static Fault Fine(string name) => new(name) { Script = Cell.Ok, ScriptOfNone = Cell.Ok, Event = Cell.Ok, Replay = Cell.Ok };

    private static Func<Http1Exchange, Task> Answer(string text) => async exchange =>
    {
        await exchange.ReadBodyAsync();
        await exchange.WriteAsync(text);
    };

    private static async Task ResetAsync(Http1Exchange exchange)
    {
        await exchange.ReadBodyAsync();
        exchange.Reset();
    }
}
