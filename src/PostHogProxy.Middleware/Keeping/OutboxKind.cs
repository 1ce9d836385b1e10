namespace PostHogProxy.Keeping;

/// <summary>What a kept request carries. The order is the one in which they are sent again.</summary>
internal enum OutboxKind
{
    Events = 1,
    Logs = 2,
    Replay = 3,
}

internal static class OutboxKinds
{
    /// <summary>As sentences have it.</summary>
    public static string Words(this OutboxKind kind) => kind switch
    {
        OutboxKind.Events => "events",
        OutboxKind.Logs => "logs",
        _ => "recordings",
    };
}
