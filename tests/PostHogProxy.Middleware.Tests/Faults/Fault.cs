using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;

namespace PostHogProxy.Middleware.Tests.Faults;

/// <summary>One row of the table: what goes wrong, and what comes of it. Expectations are typed from the status contract.</summary>
internal sealed partial record Fault(string Name)
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

    /// <summary>What comes of it where the runtime's client sends, which does not keep to RFC 9113 there; null where it is the same.</summary>
    public Fault? ThroughHandler { get; init; }

    public bool IsHttp2 => Http2 is not null || Greeting is not null;
}
