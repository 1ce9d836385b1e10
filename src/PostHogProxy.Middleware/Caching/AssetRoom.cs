namespace PostHogProxy.Caching;

/// <summary>The bytes that are set aside in memory for one answer on its way.</summary>
internal sealed class AssetRoom(AssetMemory memory, string key, bool isEverybodys) : IDisposable
{
    private long _taken;

    /// <summary>Takes more; false where there is no room.</summary>
    public bool TryTake(long bytes)
    {
        if (!memory.TryTake(key, bytes, isEverybodys))
        {
            return false;
        }

        _taken += bytes;
        return true;
    }

    /// <summary>Keeps the answer in the room.</summary>
    public void Keep(CachedAsset asset) => memory.Set(asset, Release());

    public void GiveBack(long bytes)
    {
        _taken -= bytes;
        memory.GiveBack(bytes);
    }

    public void Dispose() => memory.GiveBack(Release());

    private long Release() => Interlocked.Exchange(ref _taken, 0);
}
