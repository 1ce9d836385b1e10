using PostHogProxy.Keeping;

namespace PostHogProxy.Tool.Outbox;

/// <summary>The names that metrics use too.</summary>
internal static class KindName
{
    public static string Of(OutboxKind kind) => kind switch
    {
        OutboxKind.Events => "events",
        OutboxKind.Logs => "logs",
        OutboxKind.Replay => "replay",

        // The disk has spoilt the row.
        _ => "unknown",
    };
}
