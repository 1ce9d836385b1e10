namespace PostHogProxy.Middleware.Tests.Faults;

/// <summary>A whole answer comes, and it is not the one that was hoped for.</summary>
internal static class StatusFaults
{
    public static readonly Fault[] All =
    [
        Refused("PostHog is overloaded (503)", "503", "Retry-After: 7\r\n", told: "503, Retry-After 7"),
        Refused("PostHog fails (500) with a page", "500", "Content-Type: text/html\r\n"),
        Refused("the edge times out (504)", "504"),
        Refused("PostHog refuses (403)", "403"),
        Passed("PostHog limits the rate (429)", "429", "Retry-After: 7\r\n", told: "429, Retry-After 7"),
        Passed("PostHog waited too long (408)", "408", "Connection: close\r\n"),
        Passed("PostHog finds the request wrong (400)", "400"),
        Passed("PostHog does not know the project (401)", "401", "WWW-Authenticate: Basic\r\n"),
        Passed("PostHog finds nothing there (404)", "404", "Content-Type: text/html\r\n"),
        Misled("a redirect to a login page comes (302)", "redirect", "302", "Location: https://eu.posthog.com/login\r\n"),
        Misled("a redirect to another host comes (308)", "redirect", "308", "Location: https://us.i.posthog.com/\r\n"),
        Misled("a page comes", "page", "200", "Content-Type: text/html\r\n"),
        Withheld("a success comes that is not the SDK's (204)", "status", "204") with { Script = new("204"), ScriptOfNone = new("204") },
    ];

    // The assets host's refusals are why there is a second host to ask.
    private static Fault Refused(string name, string status, string headers = "", string? told = null) =>
        Passed(name, status, headers, told) with { Script = Cell.FromIngest, ScriptOfNone = new(told ?? status, Asked: 2) };

    private static Fault Passed(string name, string status, string headers = "", string? told = null) =>
        Fault.Passed(name, new(told ?? status)) with { Http1 = Answer(status, headers) };

    // Nor is it PostHog's host, most likely, that leads elsewhere.
    private static Fault Misled(string name, string failure, string status, string headers) =>
        Withheld(name, failure, status, headers) with { Script = Cell.FromIngest, ScriptOfNone = Cell.Withheld(failure) with { Asked = 2 } };

    private static Fault Withheld(string name, string failure, string status, string headers = "") =>
        Fault.Passed(name, Cell.Withheld(failure)) with { Http1 = Answer(status, headers) };

    private static Func<Http1Exchange, Task> Answer(string status, string headers) => async exchange =>
    {
        await exchange.ReadBodyAsync();
        exchange.KeepsConnection = !headers.Contains("close", StringComparison.Ordinal);
        await exchange.WriteAsync($"HTTP/1.1 {status} Fault\r\n{headers}" + (status == "204" ? "\r\n" : "Content-Length: 2\r\n\r\n{}"));
    };
}
