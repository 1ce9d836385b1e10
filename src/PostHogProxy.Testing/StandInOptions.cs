using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace PostHogProxy.Testing;

/// <summary>How the stand-in is started.</summary>
public sealed class StandInOptions
{
    /// <summary>The projects that exist. By default one demo project per region.</summary>
    public IList<StandInProject> Projects { get; } = [StandInProject.UsDemo, StandInProject.EuDemo];

    /// <summary>The port on 127.0.0.1; 0 takes any free one.</summary>
    public int Port { get; set; }

    /// <summary>Runs before everything but the journal: for tests that want faults or extra response headers.</summary>
    public Func<HttpContext, Func<Task>, Task>? Intercept { get; set; }

    /// <summary>Which HTTP versions it speaks.</summary>
    public HttpProtocols Protocols { get; set; } = HttpProtocols.Http1AndHttp2;

    /// <summary>
    /// How many bytes of all request bodies on one HTTP/2 connection may be on their way unread. The server's default, 1 MiB, lets slow
    /// uploads that share a connection wait for each other.
    /// </summary>
    public int? Http2ConnectionWindow { get; set; }

    /// <summary>
    /// Whether the ingest host serves <c>/static/*</c> too. It does at PostHog, today; off by default, so that a proxy
    /// that sends assets to the wrong host is noticed.
    /// </summary>
    public bool IngestServesStatic { get; set; }

    /// <summary>The clock that the times of events are worked out with.</summary>
    public TimeProvider Time { get; set; } = TimeProvider.System;

    /// <summary>How many requests the journal keeps; the oldest go first.</summary>
    public int JournalCapacity { get; set; } = 5_000;

    /// <summary>How many wire bytes of bodies the kept requests may add up to; the newest request always stays.</summary>
    public long JournalBodyBytes { get; set; } = 128L * 1024 * 1024;
}
