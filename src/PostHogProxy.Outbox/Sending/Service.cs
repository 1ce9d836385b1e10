using PostHogProxy.Keeping;

namespace PostHogProxy.Outbox.Sending;

/// <summary>
/// What is known of PostHog's service for one kind of request, by visitors' requests and kept ones. PostHog takes events and recordings in different
/// services, and one of them may be down alone.
/// </summary>
internal sealed class Service(OutboxKind kind, Circuit circuit, TimeProvider time)
{
    // The drainer asks first, where this process is the one that drains and has something to ask with.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly Blame _blame = new();

    public OutboxKind Kind => kind;

    public Circuit Circuit => circuit;

    public Blame Blame => _blame;

    public Quotas Quotas { get; } = new(time);

    /// <summary>
    /// A visitor's request is to be sent; null where it is to be kept at once. Where nobody else asks whether PostHog is back, a visitor's request
    /// does: another process may be the one that drains.
    /// </summary>
    public VisitorAttempt? Begin()
    {
        var isProbe = false;
        return !circuit.IsOpen || (isProbe = circuit.TryProbe(Patience)) ? new(_blame.Begin(), isProbe) : null;
    }

    public void Passed(long begun)
    {
        _blame.Passed(begun);
        circuit.Passed();
    }
}
