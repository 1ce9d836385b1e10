using Microsoft.AspNetCore.DataProtection;
using PostHogProxy.Keeping;
using PostHogProxy.Outbox.Stores;

namespace PostHogProxy.Outbox.Protection;

/// <summary>A store whose requests are encrypted before it sees them. It reads what was kept without encryption, too: the setting may change.</summary>
/// <param name="store">The store.</param>
/// <param name="protector">The app's keys; null where it has none that last.</param>
/// <param name="seals">Whether what is new is encrypted.</param>
/// <param name="maxAge">For how long the keys open a request.</param>
/// <param name="foreign">Hears of requests that these keys do not open.</param>
internal sealed class ProtectedStore(IOutboxStore store, ITimeLimitedDataProtector? protector, bool seals, TimeSpan maxAge, Action foreign) : StoreAround
{
    // Another process that shares the store may have the keys, or this one may get them. Short enough for a store that takes a pause of an hour for
    // a clock that was set back.
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(10);

    protected override IOutboxStore Inner => store;

    public override ValueTask<Kept> AddAsync(string proxy, KeptRequest request, CancellationToken cancellationToken) =>
        store.AddAsync(proxy, seals ? ProtectedRequest.Seal(request, protector!, maxAge) : request, cancellationToken);

    public override async ValueTask<IReadOnlyList<StoredRequest>> DueAsync(string proxy, OutboxKind kind, int count, DateTime now, CancellationToken cancellationToken)
    {
        while (true)
        {
            var due = await store.DueAsync(proxy, kind, count, now, cancellationToken).ConfigureAwait(false);
            var opened = new List<StoredRequest>(due.Count);
            foreach (var stored in due)
            {
                if (Open(stored.Request) is { } request)
                {
                    opened.Add(stored with { Request = request });
                }
                else
                {
                    await SetAsideAsync(stored, now, cancellationToken).ConfigureAwait(false);
                }
            }

            if (opened.Count > 0 || due.Count == 0)
            {
                return opened;
            }
        }
    }

    public override async ValueTask<StoredRequest?> ProbeAsync(string proxy, OutboxKind kind, IReadOnlyCollection<string> except, DateTime now, CancellationToken cancellationToken)
    {
        while (await store.ProbeAsync(proxy, kind, except, now, cancellationToken).ConfigureAwait(false) is { } stored)
        {
            if (Open(stored.Request) is { } request)
            {
                return stored with { Request = request };
            }

            await SetAsideAsync(stored, now, cancellationToken).ConfigureAwait(false);
        }

        return null;
    }

    public override ValueTask DisposeAsync() => store.DisposeAsync();

    // Not this app's to send, and not its to delete. It is not to stand in the way of those behind it.
    private async ValueTask SetAsideAsync(StoredRequest stored, DateTime now, CancellationToken cancellationToken)
    {
        // Keys open nothing that is older than MaxAge. That is deleted in a moment.
        if (now - stored.Request.ReceivedAt < maxAge)
        {
            foreign();
        }

        await store.PostponeAsync(stored.Id, 0, isCounted: false, now + Pause, cancellationToken).ConfigureAwait(false);
    }

    private KeptRequest? Open(KeptRequest request) =>
        !ProtectedRequest.Is(request) ? request
        : protector is null ? null
        : ProtectedRequest.Open(request, protector);
}
