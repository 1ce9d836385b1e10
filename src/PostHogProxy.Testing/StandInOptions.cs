using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace PostHogProxy.Testing;

/// <summary>How the stand-in is started.</summary>
public sealed class StandInOptions
{
    /// <summary>
    /// The projects that exist: one demo project per region, and those that you add. Events of any other project are dropped, as PostHog drops them.
    /// A token that is listed for both regions stops the start.
    /// </summary>
    public IList<StandInProject> Projects { get; } = [StandInProject.UsDemo, StandInProject.EuDemo];

    /// <summary>
    /// Whether everything else that can be a project token is a project too, in both regions. Off by default: a mistyped token, or one of the other region,
    /// is noticed then.
    /// </summary>
    public bool AnyProject { get; set; }

    /// <summary>The regions that are there. With one of them, an app that names this machine sends to that region.</summary>
    public IList<PostHogRegion> Regions { get; set; } = [PostHogRegion.Us, PostHogRegion.Eu];

    /// <summary>The port on 127.0.0.1; 0 takes any free one.</summary>
    public int Port { get; set; }

    /// <summary>
    /// Whether it speaks plain HTTP in place of TLS. Then it has no names of PostHog's, and an app reaches it by <c>IngestOrigin</c> alone.
    /// </summary>
    public bool Http { get; set; }

    /// <summary>The certificate that it shows in place of one of its own, such as the development certificate of ASP.NET Core.</summary>
    public X509Certificate2? Certificate { get; set; }

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
