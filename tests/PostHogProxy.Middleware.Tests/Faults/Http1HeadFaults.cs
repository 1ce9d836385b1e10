namespace PostHogProxy.Middleware.Tests.Faults;

/// <summary>Over HTTP/1.1 the request arrives, and no head of an answer comes back, or one that is none.</summary>
internal static class Http1HeadFaults
{
    private const string Head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n";

    private static readonly TimeSpan NoPause = TimeSpan.Zero;

    // Many of these together are longer than the time there is.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    public static readonly Fault[] All =
    [
        Fault.Unanswered("the connection closes before a byte of the answer") with
        {
            // The HTTP client sends a GET again by itself, three times at the most.
            Http1 = exchange => exchange.ReadBodyAsync(),
            Script = new("200", Asked: 5, Event: 7),
            ScriptOfNone = Cell.Failed("502", "request", asked: 8),
        },
        Fault.Unanswered("the connection closes before a byte of the answer, once") with
        {
            Http1 = exchange => exchange.ReadBodyAsync(), Times = 1, Event = Cell.Again, Script = Cell.Again, ScriptOfNone = Cell.Again,
        },
        Fault.Unanswered("the connection is reset before a byte of the answer") with { Http1 = ResetAsync },
        Fault.Unanswered("an idle connection closes as the next request comes") with
        {
            Http1 = exchange => exchange.ReadBodyAsync(), Times = 1, OnUsedConnection = true, Event = Cell.Again, Script = Cell.Again, ScriptOfNone = Cell.Again,
        },
        Fault.Unanswered("an idle connection is reset as the next request comes") with { Http1 = ResetAsync, Times = 1, OnUsedConnection = true, Event = Cell.Again },
        Fault.Late("no answer comes") with { Http1 = exchange => exchange.UntilClosedAsync() },
        Fault.Failing("the connection is reset within the head of the answer") with
        {
            Http1 = async exchange =>
            {
                await exchange.ReadBodyAsync();
                await exchange.WriteAsync(Head);
                exchange.Reset();
            },
        },
        Fault.Failing("the connection closes within the head of the answer") with { Http1 = Answer(Head) },
        Fault.Late("the answer stops within its head") with
        {
            Http1 = async exchange =>
            {
                await exchange.ReadBodyAsync();
                await exchange.WriteAsync(Head);
                await exchange.UntilClosedAsync();
            },
        },
        Fault.Late("the head comes byte by byte and takes longer than the time there is") with
        {
            Http1 = async exchange =>
            {
                await exchange.ReadBodyAsync();
                await exchange.TrickleAsync(Head + "\r\n{}", 1, Pause);
                await exchange.UntilClosedAsync();
            },
        },
        Fault.Harmless("the head comes byte by byte") with
        {
            Http1 = async exchange =>
            {
                await exchange.ReadBodyAsync();
                await exchange.TrickleAsync(Head + "\r\n{}", 1, NoPause);
            },
        },
        Fault.Failing("the status line is malformed") with { Http1 = Answer("HTTP/1.1 two hundred\r\nContent-Length: 0\r\n\r\n") },
        Fault.Failing("the answer is no HTTP") with { Http1 = Answer("<html>\r\n<h1>It works!</h1>\r\n</html>\r\n") },
        Fault.Failing("the answer is HTTP/2 where HTTP/1.1 was agreed") with { Http1 = Answer("\0\0\0\x4\0\0\0\0\0") },
        Fault.Failing("the head is larger than 64 KB") with { Http1 = Answer(Head + "X-Large: " + new string('x', 100_000) + "\r\n\r\n{}") },
        Fault.Failing("a header has no name") with { Http1 = Answer(Head + "no colon here\r\n\r\n{}") },
        Fault.Failing("the Content-Length is negative") with { Http1 = Answer("HTTP/1.1 200 OK\r\nContent-Length: -2\r\n\r\n{}") },
        Fault.Failing("there are two lengths") with { Http1 = Answer(Head + "Content-Length: 20\r\n\r\n{}") },
        Fault.Harmless("an early hint and a processing note come first") with
        {
            Http1 = Answer("HTTP/1.1 102 Processing\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n" + Head + "\r\n{}"),
        },
        Fault.Harmless("100 Continue comes although nobody asked") with { Http1 = Answer("HTTP/1.1 100 Continue\r\n\r\n" + Head + "\r\n{}") },
        Fault.Late("nothing but informational answers comes") with
        {
            Http1 = async exchange =>
            {
                await exchange.ReadBodyAsync();
                await exchange.WriteAsync("HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n");
                await exchange.UntilClosedAsync();
            },
        },
        Fault.Passed("the protocol is switched (101)", Cell.Withheld("status")) with
        {
            Http1 = Answer("HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: websocket\r\n\r\n") },
        Fault.Harmless("the answer is HTTP/1.0") with { Http1 = Answer("HTTP/1.0 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}") },
    ];

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
