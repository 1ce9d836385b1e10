namespace PostHogProxy.Outbox.Stores;

/// <summary>Whether a request was kept.</summary>
internal enum Kept
{
    /// <summary>It is durable.</summary>
    Yes,

    /// <summary>The store is at its bound.</summary>
    Full,

    /// <summary>Replays have taken their share of it.</summary>
    ReplaysFull,

    /// <summary>The disk is nearly full.</summary>
    DiskFull,
}
