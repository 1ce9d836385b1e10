namespace PostHogProxy.Keeping;

/// <summary>Keeps what PostHog does not take, and sends it later. The packages <c>PostHogProxy.Outbox.*</c> bring one; without, nothing is kept.</summary>
internal interface IOutbox
{
    /// <summary>A mapped proxy, whose requests may be kept from now on.</summary>
    /// <param name="proxy">The name under which its requests lie in the store.</param>
    /// <param name="sender">Sends them through it.</param>
    IOutboxLane Attach(ProxyName proxy, IKeptSender sender);
}

/// <summary>What the outbox does for one proxy.</summary>
internal interface IOutboxLane
{
    /// <summary>The longest body that is kept, in bytes.</summary>
    int MaxEntryBytes { get; }

    /// <summary>How long PostHog may take to answer before a request is kept.</summary>
    TimeSpan AttemptTimeout { get; }

    /// <summary>Whether every request is kept first, and sent afterwards.</summary>
    bool IsWriteAhead { get; }

    /// <summary>Whether events get absolute times before they are sent at once, too.</summary>
    bool NormalizesTimestamps { get; }

    bool Keeps(OutboxKind kind);

    /// <summary>The request as it would be sent later; null where it is to go as it came.</summary>
    KeptRequest? WithTrueTimes(KeptRequest request);

    /// <summary>Whether PostHog has said within a minute that it takes no more recordings of this request's project.</summary>
    bool IsOverQuota(KeptRequest request);

    /// <summary>A visitor's request is to be sent; null where PostHog has failed so often that it is kept at once.</summary>
    VisitorAttempt? Begin(OutboxKind kind);

    /// <summary>PostHog has answered a visitor's request.</summary>
    void Passed(OutboxKind kind, VisitorAttempt attempt);

    /// <summary>PostHog has refused a visitor's request for good.</summary>
    void Refused(OutboxKind kind);

    /// <summary>PostHog was not there for it.</summary>
    void Failed(OutboxKind kind, VisitorAttempt attempt, TimeSpan? retryAfter);

    /// <summary>Keeps a request: true once it is durable. Never throws; where it cannot be kept, the log and the health check say why.</summary>
    ValueTask<bool> TryKeepAsync(KeptRequest request, string reason);
}

/// <summary>A visitor's request on its way.</summary>
/// <param name="Begun">When it was sent, as the outbox counts.</param>
/// <param name="IsProbe">Whether it asks for all whether PostHog is back.</param>
internal readonly record struct VisitorAttempt(long Begun, bool IsProbe);
