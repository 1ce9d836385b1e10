namespace PostHogProxy.Caching;

/// <summary>An answer in memory, and how often it is asked for.</summary>
internal sealed class KeptAsset
{
    /// <summary>More is not counted: the busiest script of a page costs no write to memory that all processors share.</summary>
    public const int MostUses = 15;

    public KeptAsset(CachedAsset asset, int uses)
    {
        Asset = asset;
        Size = asset.Body.Length + AssetCacheOptions.Overhead;
        Uses = Math.Min(uses, MostUses);
        Place = new(this);
    }

    public CachedAsset Asset { get; }

    public long Size { get; }

    /// <summary>Where it stands among those that are asked for as often.</summary>
    public LinkedListNode<KeptAsset> Place { get; }

    /// <summary>A count that may miss one when two ask at once; it only orders what goes first.</summary>
    public int Uses { get; private set; }

    public void Use()
    {
        // Read once: two who ask at once must not count beyond the most, for which there is no list.
        var uses = Uses;
        if (uses < MostUses)
        {
            Uses = uses + 1;
        }
    }

    public void Age(int halvings) => Uses >>= halvings;
}
