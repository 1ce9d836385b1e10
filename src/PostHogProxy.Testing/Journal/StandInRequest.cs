namespace PostHogProxy.Testing;

/// <summary>One request as it reached the stand-in, and what became of it.</summary>
public sealed record StandInRequest
{
    /// <summary>Counts up from 1, over everything that this stand-in records.</summary>
    public long Sequence { get; init; }

    /// <summary>When it came.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Its method, such as <c>POST</c>.</summary>
    public required string Method { get; init; }

    /// <summary><c>HTTP/1.1</c> or <c>HTTP/2</c>.</summary>
    public required string Protocol { get; init; }

    /// <summary>The Host header or <c>:authority</c>, as sent.</summary>
    public required string Host { get; init; }

    /// <summary>The name in the TLS handshake, null when there was none.</summary>
    public string? SniHost { get; init; }

    /// <summary>The request target byte for byte: nothing decoded, nothing normalized.</summary>
    public required string RawTarget { get; init; }

    /// <summary>What stands before the <c>?</c> of <see cref="RawTarget"/>.</summary>
    public required string Path { get; init; }

    /// <summary>What stands from the <c>?</c> of <see cref="RawTarget"/> on, the <c>?</c> included; empty when there is none.</summary>
    public required string Query { get; init; }

    /// <summary>
    /// Every value on a row of its own, so that a doubled header shows. The values of one name stand in wire order;
    /// among names the server keeps no order.
    /// </summary>
    public required IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; }

    /// <summary>The peer's IP address.</summary>
    public required string ConnectionAddress { get; init; }

    /// <summary>Whom PostHog takes the visitor for: the left-most X-Forwarded-For entry, else the peer.</summary>
    public string? ClientAddress { get; init; }

    /// <summary>How many body bytes were read from the wire.</summary>
    public long BodyBytes { get; init; }

    /// <summary>Lower-case hex SHA-256 of those bytes.</summary>
    public required string BodySha256 { get; init; }

    /// <summary>The status sent; 0 when the connection ended before there was one.</summary>
    public int Status { get; init; }

    /// <summary>In a few words: <c>accepted</c>, <c>dropped: token of the other region</c>, <c>unknown path</c>, …</summary>
    public required string Outcome { get; init; }

    /// <summary>The accepted events it brought.</summary>
    public IReadOnlyList<StandInEvent> Events { get; init; } = [];

    /// <summary>The values of one header, in wire order.</summary>
    /// <param name="name">The header, in any case.</param>
    public IEnumerable<string> HeaderValues(string name) =>
        Headers.Where(row => string.Equals(row.Key, name, StringComparison.OrdinalIgnoreCase)).Select(row => row.Value);
}
