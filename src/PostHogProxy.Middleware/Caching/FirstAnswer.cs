namespace PostHogProxy.Caching;

/// <summary>What came of asking for something that is not here.</summary>
/// <param name="Asset">The answer, or that there is nothing to keep; null where nobody could be asked on behalf of all.</param>
/// <param name="Unkept">An answer that cannot be kept.</param>
internal readonly record struct FirstAnswer(CachedAsset? Asset, UnkeptAnswer? Unkept = null);
