using PostHogProxy.Payloads;
using PostHogProxy.Outbox.Sqlite;
using PostHogProxy.Rules.Routes;

namespace PostHogProxy.Tool.Outbox;

/// <summary>What PostHog refuses, without a body and without a whole token.</summary>
internal static class DeadLetters
{
    public static IReadOnlyList<DeadLetterDocument> Of(Archive archive) =>
    [
        .. archive.Requests(isDead: true).Select(row => new DeadLetterDocument(
            row.Name,
            KindName.Of(row.Kind),
            row.Proxy,
            row.ReceivedAt,
            row.LastStatus,
            row.Attempts,
            row.Bytes,
            row.Request is { } request && Tokens.Of(request) is { } token ? ProjectToken.Short(token) : null)),
    ];
}

internal sealed record DeadLetterDocument(string Id, string Kind, string Proxy, DateTime ReceivedAt, int Status, int Attempts, long Bytes, string? Token);

internal sealed record DeadDocument(string Command, IReadOnlyList<DeadLetterDocument> Letters, int Retried, int Dropped)
{
    public int Schema { get; } = 1;
}
