using PostHogProxy.Keeping;
using PostHogProxy.Outbox.Sending;

namespace PostHogProxy.Outbox.Hosting;

/// <summary>The outbox as one proxy sees it.</summary>
internal sealed class OutboxLane(string proxy, IKeptSender sender, Circuit circuit, PostHogOutbox outbox, PostHogOutboxOptions options) : IOutboxLane
{
    public string Proxy => proxy;

    public IKeptSender Sender => sender;

    public Circuit Circuit => circuit;

    public int MaxEntryBytes => options.MaxEntryBytes;

    public TimeSpan AttemptTimeout => options.AttemptTimeout;

    public bool IsWriteAhead => options.Mode == PostHogOutboxMode.WriteAhead;

    public bool IsOpen => circuit.IsOpen;

    public bool Keeps(OutboxKind kind) => options.Mode != PostHogOutboxMode.Off && options.Include.HasFlag(kind switch
    {
        OutboxKind.Events => PostHogOutboxContent.Events,
        OutboxKind.Replay => PostHogOutboxContent.Replay,
        _ => PostHogOutboxContent.Logs,
    });

    public void Passed() => circuit.Passed();

    public void Failed(TimeSpan? retryAfter) => circuit.Failed(retryAfter);

    public ValueTask<bool> TryKeepAsync(KeptRequest request, string reason) => outbox.TryKeepAsync(proxy, request, reason);
}
