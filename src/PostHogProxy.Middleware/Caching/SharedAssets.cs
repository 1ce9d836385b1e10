using Microsoft.Extensions.Caching.Distributed;

namespace PostHogProxy.Caching;

/// <summary>
/// The shared cache, with a prefix of one map's: the same file of another region, or for another PostHog, is another file. Only shared keys
/// carry it, so that a hit in memory does not pay for it.
/// </summary>
internal sealed class SharedAssets(IDistributedCache inner, string map) : IDistributedCache
{
    private readonly string _prefix = $"posthog-proxy {map} ";

    public byte[]? Get(string key) => inner.Get(_prefix + key);

    public Task<byte[]?> GetAsync(string key, CancellationToken token = default) => inner.GetAsync(_prefix + key, token);

    public void Refresh(string key) => inner.Refresh(_prefix + key);

    public Task RefreshAsync(string key, CancellationToken token = default) => inner.RefreshAsync(_prefix + key, token);

    public void Remove(string key) => inner.Remove(_prefix + key);

    public Task RemoveAsync(string key, CancellationToken token = default) => inner.RemoveAsync(_prefix + key, token);

    public void Set(string key, byte[] value, DistributedCacheEntryOptions options) => inner.Set(_prefix + key, value, options);

    public Task SetAsync(string key, byte[] value, DistributedCacheEntryOptions options, CancellationToken token = default) =>
        inner.SetAsync(_prefix + key, value, options, token);
}
