using System.Runtime.CompilerServices;
using PostHogProxy.Outbox.Stores;

namespace PostHogProxy.Outbox.Hosting;

/// <summary>How the outbox is, for whoever asks: health check, metrics and pages.</summary>
internal sealed class OutboxState
{
    private volatile string? _problem;
    private volatile string? _salvaged;
    private volatile StrongBox<OutboxContent> _content = new();

    /// <summary>Why nothing can be kept or sent now; null while all is well.</summary>
    public string? Problem
    {
        get => _problem;
        set => _problem = value;
    }

    /// <summary>What was found broken at the start, in words; null where nothing was.</summary>
    public string? Salvaged
    {
        get => _salvaged;
        set => _salvaged = value;
    }

    /// <summary>What the store held when it was last asked.</summary>
    public OutboxContent Content
    {
        get => _content.Value;

        // In one piece: its fields belong together, and who reads must not see half of it.
        set => _content = new(value);
    }
}
