using PostHogProxy.Outbox.Stores;

namespace PostHogProxy.Outbox.Hosting;

/// <summary>How the outbox is, for whoever asks: health check, metrics and pages.</summary>
internal sealed class OutboxState
{
    private volatile string? _problem;

    /// <summary>Why nothing can be kept or sent now; null while all is well.</summary>
    public string? Problem
    {
        get => _problem;
        set => _problem = value;
    }

    /// <summary>What was found broken at the start, in words; null where nothing was.</summary>
    public string? Salvaged { get; set; }

    /// <summary>What the store held when it was last asked.</summary>
    public OutboxContent Content { get; set; }
}
