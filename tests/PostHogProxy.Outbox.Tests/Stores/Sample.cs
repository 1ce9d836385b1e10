using System.Text;
using PostHogProxy.Keeping;
using PostHogProxy.Outbox.Stores;

namespace PostHogProxy.Outbox.Tests.Stores;

/// <summary>Requests to keep, each of which can be told from the others.</summary>
internal static class Sample
{
    public const string Proxy = "/shop";
    public static readonly DateTime Noon = new(2026, 11, 29, 12, 0, 0, DateTimeKind.Utc);

    public static KeptRequest Request(int number, OutboxKind kind = OutboxKind.Events, int size = 0, DateTime? at = null) => new()
    {
        Kind = kind,
        ReceivedAt = at ?? Noon.AddMilliseconds(number),
        Path = kind == OutboxKind.Replay ? "/s/" : "/e/",
        Query = $"?ip=0&n={number}",
        Headers = [new("User-Agent", "Firefox ü"), new("X-Forwarded-For", "203.0.113.7"), new("Content-Type", "text/plain")],
        Body = Encoding.UTF8.GetBytes($"body {number} ".PadRight(size, 'x')),
    };

    public static string Name(KeptRequest request) => Encoding.UTF8.GetString(request.Body).TrimEnd('x', ' ') + request.Query;

    public static async Task<IReadOnlyList<StoredRequest>> DueAsync(this IOutboxStore store, OutboxKind kind = OutboxKind.Events, int count = 1000, DateTime? now = null) =>
        await store.DueAsync(Proxy, kind, count, now ?? Noon.AddHours(1), TestContext.Current.CancellationToken);

    public static async Task<Kept> AddAsync(this IOutboxStore store, KeptRequest request) => await store.AddAsync(Proxy, request, TestContext.Current.CancellationToken);
}
