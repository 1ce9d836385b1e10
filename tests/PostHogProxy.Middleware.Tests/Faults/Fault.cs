using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;

namespace PostHogProxy.Middleware.Tests.Faults;

/// <summary>What one kind of request leads to while the fault lasts.</summary>
/// <param name="Answer">What the visitor gets: a status, with <c>Retry-After</c> where there is one, or <see cref="Visitor.BrokenOff"/>.</param>
/// <param name="Asked">How often PostHog's hosts saw the request or, where it comes to none, the attempt to connect.</param>
/// <param name="Failure">The kind of failure the metric counts.</param>
/// <param name="Event">The id of the log event; 0 for none.</param>
internal sealed record Cell(string Answer, int Asked = 1, string Failure = "", int Event = 0)
{
    /// <summary>The assets host failed, the ingest host served the script.</summary>
    public static readonly Cell FromIngest = new("200", Asked: 2, Event: 7);

    public static readonly Cell Ok = new("200");

    /// <summary>No fitting answer came: one throttled warning.</summary>
    public static Cell Failed(string answer, string failure, int asked = 1) => new(answer, asked, failure, Event: 4);

    /// <summary>An answer came that must not pass.</summary>
    public static Cell Withheld(string failure) => new("502", 1, failure, Event: 8);
}

/// <summary>One row of the table: what goes wrong, and what comes of it. Expectations are typed from the status contract.</summary>
internal sealed record Fault(string Name)
{
    /// <summary>What happens in place of the TCP connection.</summary>
    public Func<CancellationToken, Task>? Connect { get; init; }

    /// <summary>What happens in place of the TLS handshake.</summary>
    public Func<Socket, CancellationToken, Task>? Accept { get; init; }

    public X509Certificate2? Certificate { get; init; }

    /// <summary>The answer over HTTP/1.1.</summary>
    public Func<Http1Exchange, Task>? Http1 { get; init; }

    /// <summary>The answer over HTTP/2.</summary>
    public Func<Http2Exchange, Task>? Http2 { get; init; }

    /// <summary>The frames an HTTP/2 connection begins with.</summary>
    public Http2Frame[]? Greeting { get; init; }

    /// <summary>How often it strikes before all is well again.</summary>
    public int Times { get; init; } = int.MaxValue;

    /// <summary>Whether the connection has served a request before.</summary>
    public bool OnUsedConnection { get; init; }

    /// <summary>Whether the answer comes too late or never, so that a timeout must end it.</summary>
    public bool Stalls { get; init; }

    /// <summary>The script, while the ingest host is well.</summary>
    public required Cell Script { get; init; }

    /// <summary>The script, while both hosts have the fault.</summary>
    public required Cell ScriptOfNone { get; init; }

    public required Cell Event { get; init; }

    public required Cell Replay { get; init; }

    public bool IsHttp2 => Http2 is not null || Greeting is not null;

    /// <summary>Whether it strikes before there is a request to count.</summary>
    public bool HitsConnection => Connect is not null || Accept is not null || Certificate is not null;
}
