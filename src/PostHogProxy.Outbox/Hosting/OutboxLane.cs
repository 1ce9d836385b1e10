using PostHogProxy.Keeping;
using PostHogProxy.Payloads;
using PostHogProxy.Outbox.Sending;
using PostHogProxy.Outbox.Times;

namespace PostHogProxy.Outbox.Hosting;

/// <summary>The outbox as one proxy sees it.</summary>
internal sealed class OutboxLane(ProxyName proxy, IKeptSender sender, IReadOnlyList<Service> services, PostHogOutbox outbox, PostHogOutboxOptions options) : IOutboxLane
{
    // PostHog takes 2 MB of events from a browser. What is longer costs visitors who wait for the processor more than a duplicate costs.
    private const int MostNormalized = 4 << 20;

    private volatile string? _name;

    public string Path => proxy.Path;

    /// <summary>How the proxy would like its requests to be named; null while it does not know.</summary>
    public string? Wanted => proxy.Text;

    /// <summary>The name under which its requests lie, once there is one.</summary>
    public string? Name
    {
        get => _name;
        set => _name = value;
    }

    public IKeptSender Sender => sender;

    public IReadOnlyList<Service> Services => services;

    public int MaxEntryBytes => options.MaxEntryBytes;

    public TimeSpan AttemptTimeout => options.AttemptTimeout;

    public bool IsWriteAhead => options.Mode == PostHogOutboxMode.WriteAhead;

    public bool NormalizesTimestamps => options.NormalizeTimestamps;

    public bool IsAnyOpen => services.Any(static service => service.Circuit.IsOpen);

    public bool Keeps(OutboxKind kind) => options.Mode != PostHogOutboxMode.Off && options.Include.HasFlag(kind switch
    {
        OutboxKind.Events => PostHogOutboxContent.Events,
        OutboxKind.Replay => PostHogOutboxContent.Replay,
        _ => PostHogOutboxContent.Logs,
    });

    public KeptRequest? WithTrueTimes(KeptRequest request) =>
        TrueTimes.For(request, request.ReceivedAt, MostNormalized) is { WasRead: true } timed ? timed.Request : null;

    public bool IsOverQuota(KeptRequest request) =>
        Of(request.Kind).Quotas is { AreReached: true } quotas && Tokens.Of(request) is { } token && quotas.Has(token);

    public VisitorAttempt? Begin(OutboxKind kind) => Of(kind).Begin();

    public void Passed(OutboxKind kind, VisitorAttempt attempt) => Of(kind).Passed(attempt.Begun);

    public void Refused(OutboxKind kind) => Of(kind).Circuit.Passed();

    public void Failed(OutboxKind kind, VisitorAttempt attempt, TimeSpan? retryAfter) => Of(kind).Circuit.Failed(retryAfter, attempt.IsProbe);

    public ValueTask<bool> TryKeepAsync(KeptRequest request, string reason) => outbox.TryKeepAsync(this, request, reason);

    private Service Of(OutboxKind kind)
    {
        foreach (var service in services)
        {
            if (service.Kind == kind)
            {
                return service;
            }
        }

        throw new ArgumentOutOfRangeException(nameof(kind), kind, null);
    }
}
