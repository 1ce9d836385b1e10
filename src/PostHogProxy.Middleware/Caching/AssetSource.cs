namespace PostHogProxy.Caching;

/// <summary>
/// Brings an answer that is not in memory: from the cache that servers share, else from PostHog. How many are brought at a time and how many
/// bytes they take is bounded, whoever asks and however often.
/// </summary>
internal sealed class AssetSource(AssetStore store, AssetFetcher fetcher, TimeSpan staleIfError, TimeProvider time)
{
    /// <summary>How long PostHog is left alone after a failure, or after an answer that is none to keep.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);

    private readonly FetchLimit _limit = new();
    private volatile string _lastFailure = "it is slow";

    /// <summary>Why the last renewal brought nothing, for the log.</summary>
    public string LastFailure => _lastFailure;

    /// <param name="asked">What is not in memory, or has run out for good.</param>
    /// <param name="known">What has run out.</param>
    /// <param name="nobodyWaits">Cancelled when the last visitor has left.</param>
    public async Task<FirstAnswer> FirstAsync(AssetKey asked, CachedAsset? known, CancellationToken nobodyWaits)
    {
        if (!_limit.TryEnter(asked))
        {
            return default;
        }

        var room = store.RoomFor(asked);
        UnkeptAnswer? unkept = null;
        try
        {
            // It may have come since the visitor's request looked.
            if (store.Find(asked.Text) is { } here && here.IsFresh(time.GetUtcNow()))
            {
                return new(here);
            }

            if (await store.FindSharedAsync(asked, room) is { } shared && IsOfUse(shared))
            {
                await store.SetAsync(shared, room, isShared: true);
                return new(shared);
            }

            var fetched = await fetcher.FetchAsync(asked, known, room, nobodyWaits);
            if (fetched.Unkept is not null)
            {
                unkept = fetched.Unkept;
                if (!unkept.IsForLackOfRoom)
                {
                    await GoneAsync(asked, known);
                }

                return new(null, unkept);
            }

            if (fetched.Asset is { } asset)
            {
                await store.SetAsync(asset, room);
                return new(asset);
            }

            // A fetch that was called off says nothing of PostHog.
            if (nobodyWaits.IsCancellationRequested)
            {
                return default;
            }

            if (fetched.Failure is null)
            {
                return new(await GoneAsync(asked, known));
            }

            var failed = Nothing(asked, fetched.Failure);
            store.Keep(failed);
            return new(failed);
        }
        finally
        {
            _limit.Leave(asked);
            if (unkept is null)
            {
                room.Dispose();
            }
        }
    }

    /// <summary>
    /// A newer one, or the word that there is none any more, which may carry an answer that cannot be kept; null where PostHog fails.
    /// </summary>
    public async Task<CachedAsset?> NextAsync(AssetKey asked, CachedAsset old)
    {
        if (!_limit.TryEnter(asked))
        {
            return Failed(old, "too many scripts are being fetched");
        }

        var room = store.RoomFor(asked);
        UnkeptAnswer? unkept = null;
        try
        {
            // Another server may have been here.
            if (await store.FindSharedAsync(asked, room) is { } shared && shared.IsFresh(time.GetUtcNow()) && shared.MadeAt > old.MadeAt)
            {
                await store.SetAsync(shared, room, isShared: true);
                return shared;
            }

            var fetched = await fetcher.FetchAsync(asked, old, room, nobodyWaits: default);
            if (fetched.Asset is { } asset)
            {
                await store.SetAsync(asset, room);
                return asset;
            }

            if (fetched.Failure is { } failure)
            {
                return Failed(old, failure.Text);
            }

            if (fetched.Unkept is { IsForLackOfRoom: true })
            {
                // The old one has been replaced at PostHog, and takes the room of the new one.
                fetched.Unkept.Dispose();
                store.Forget(asked.Text);
                return null;
            }

            unkept = fetched.Unkept;
            var gone = await GoneAsync(asked, old);
            return unkept is null ? gone : CachedAsset.Nothing(asked.Text, gone.MadeAt, Pause, failure: null, unkept);
        }
        finally
        {
            _limit.Leave(asked);
            if (unkept is null)
            {
                room.Dispose();
            }
        }
    }

    // PostHog has spoken: it is gone, or not for everybody any more.
    private async ValueTask<CachedAsset> GoneAsync(AssetKey asked, CachedAsset? known)
    {
        if (known is { IsKept: true })
        {
            await store.RemoveAsync(asked.Text);
        }

        var nothing = Nothing(asked, failure: null);
        store.Keep(nothing);
        return nothing;
    }

    private bool IsOfUse(CachedAsset shared)
    {
        var now = time.GetUtcNow();
        return shared.IsFresh(now) || shared.MayBeStale(now, staleIfError);
    }

    private CachedAsset? Failed(CachedAsset old, string failure)
    {
        _lastFailure = failure;
        old.KeepQuiet(time.GetUtcNow() + Pause);
        return null;
    }

    private CachedAsset Nothing(AssetKey asked, FetchFailure? failure) => CachedAsset.Nothing(asked.Text, time.GetUtcNow(), Pause, failure);
}
