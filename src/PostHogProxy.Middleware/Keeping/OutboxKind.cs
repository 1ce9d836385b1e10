namespace PostHogProxy.Keeping;

/// <summary>What a kept request carries. The order is the one in which they are sent again.</summary>
internal enum OutboxKind
{
    Events = 1,
    Logs = 2,
    Replay = 3,
}
