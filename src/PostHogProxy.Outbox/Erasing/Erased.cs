using PostHogProxy.Keeping;

namespace PostHogProxy.Outbox.Erasing;

/// <summary>What is left of a request when one person's part is taken out.</summary>
internal enum Erasure
{
    /// <summary>It holds nothing of the person's.</summary>
    Nothing,

    /// <summary>It holds other people's too, and goes on with that.</summary>
    Part,

    /// <summary>It holds nothing else.</summary>
    Whole,

    /// <summary>Nobody can say whose it is.</summary>
    Unreadable,
}

/// <param name="Erasure">How much of it is the person's.</param>
/// <param name="Items">How many events, recording items or log records that are.</param>
/// <param name="Rest">The request without them; null where nothing changes or nothing is left.</param>
internal sealed record Erased(Erasure Erasure, int Items = 0, KeptRequest? Rest = null);
