namespace PostHogProxy.Middleware.Tests.Faults;

/// <summary>Over HTTP/1.1 an answer begins, and its body or its end is wrong; or it comes before the request is there.</summary>
internal static class Http1BodyFaults
{
    private const string Head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n";

    // Shorter than the time there is, and again and again.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    public static readonly Fault[] All =
    [
        Fault.NotBegun("the connection closes after the head of the answer") with { Http1 = Answer(Head + "Content-Length: 100\r\n\r\n") },
        Fault.NotBegun("the connection is reset after the head of the answer") with { Http1 = ThenReset(Head + "Content-Length: 100\r\n\r\n") },
        Fault.Half("half a body comes, then the connection closes") with { Http1 = Answer(Head + "Content-Length: 100\r\n\r\n{}") },
        Fault.Half("half a body comes, then the connection is reset") with { Http1 = ThenReset(Head + "Content-Length: 100\r\n\r\n{}", halfway: true) },
        Fault.Half("a chunked body comes without its end") with { Http1 = Answer(Head + "Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n") },
        Fault.NotBegun("a chunked body comes, and a chunk without a length") with { Http1 = Answer(Head + "Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\nzz\r\n{}\r\n0\r\n\r\n") },
        Fault.Half("a body without any length comes, then the connection is reset") with { Http1 = ThenReset(Head + "\r\n{}", halfway: true) },
        Fault.Harmless("a body without any length comes, then the connection closes") with { Http1 = Answer(Head + "\r\n{}") },
        Fault.Late("the answer stops after its head") with { Http1 = ThenSilence(Head + "Content-Length: 100\r\n\r\n") },
        Fault.Half("the answer stops within its body", "timeout") with { Stalls = true, Http1 = ThenSilence(Head + "Content-Length: 100\r\n\r\n{}") },
        Fault.Harmless("the body comes in small pieces and takes longer than the time there is") with
        {
            Stalls = true,
            Http1 = async exchange =>
            {
                await exchange.ReadBodyAsync();
                await exchange.WriteAsync(Head + "Content-Length: 30\r\n\r\n");
                await exchange.TrickleAsync(new string(' ', 30), 2, Pause);
            },
        },
        Fault.Harmless("the body is longer than it was said to be") with { Http1 = Answer(Head + "Content-Length: 2\r\n\r\n{}{}{}{}") },
        Fault.Harmless("the answer has a length and is chunked as well") with
        {
            Http1 = Answer(Head + "Content-Length: 100\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n"),
        },
        Fault.Harmless("trailers come after the body") with { Http1 = Answer(Head + "Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\nX-Took: 1\r\n\r\n") },
        Fault.Harmless("the body is empty, then the connection closes") with { Http1 = Answer(Head + "Content-Length: 0\r\n\r\n") },
        Fault.Harmless("the connection is closed after every answer") with { Http1 = Answer(Head + "Connection: close\r\nContent-Length: 2\r\n\r\n{}") },

        // The client looks for the answer once it has sent the body: what it cannot send up, it cannot know the reason of.
        Fault.Harmless("the request is refused (413) before it was read, then the connection closes") with
        {
            Http1 = exchange => exchange.WriteAsync("HTTP/1.1 413 Payload Too Large\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"),
            Script = new("413"), ScriptOfNone = new("413"), Event = new("413"), Replay = Cell.Failed("502", "request"),
        },
        Fault.Harmless("the answer comes before the request was read, then the connection closes") with
        {
            Http1 = exchange => exchange.WriteAsync(Head + "Content-Length: 2\r\nConnection: close\r\n\r\n{}"),
            Replay = Cell.Failed("502", "request"),
        },
        Fault.Harmless("the answer comes before the request was read, and it is read afterwards") with
        {
            Http1 = async exchange =>
            {
                await exchange.WriteAsync(Head + "Content-Length: 2\r\n\r\n{}");
                await exchange.ReadBodyAsync();
                exchange.KeepsConnection = true;
            },
        },
        Fault.Late("the request's body is not read") with
        {
            Http1 = exchange => exchange.NeverReadAsync(),
        },
        Fault.Failing("the connection is reset while the request's body comes") with { Http1 = exchange => exchange.ResetWithinBodyAsync(), Event = Cell.Failed("502", "request", asked: 2) },
    ];

    private static Func<Http1Exchange, Task> Answer(string text) => async exchange =>
    {
        await exchange.ReadBodyAsync();
        await exchange.WriteAsync(text);
    };

    private static Func<Http1Exchange, Task> ThenSilence(string text) => async exchange =>
    {
        await exchange.ReadBodyAsync();
        await exchange.WriteAsync(text);
        await exchange.UntilClosedAsync();
    };

    private static Func<Http1Exchange, Task> ThenReset(string text, bool halfway = false) => async exchange =>
    {
        await exchange.ReadBodyAsync();
        await exchange.WriteAsync(text);
        if (halfway)
        {
            await exchange.UntilHalfwayAsync();
        }

        exchange.Reset();
    };
}
