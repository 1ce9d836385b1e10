namespace PostHogProxy.Keeping;

/// <summary>
/// The name under which a proxy's requests are kept: its hosts and its path, as in <c>shop.example/k3fw</c>. It must be the same after a restart,
/// in whatever order proxies are mapped then. The app names the hosts after it has mapped the proxy.
/// </summary>
/// <param name="path">The path that the proxy was mapped with.</param>
internal sealed class ProxyName(string path)
{
    private volatile string? _text;

    /// <summary>The path, until the hosts are known.</summary>
    public string Path => path;

    /// <summary>Null until the app has said all that it says about the endpoint: in any case before it takes its first request.</summary>
    public string? Text => _text;

    /// <param name="fullPath">The path with what groups have put before it.</param>
    /// <param name="hosts">The hosts that the proxy answers on; none for all.</param>
    public void Settle(string fullPath, IEnumerable<string> hosts) =>
        _text = string.Join(',', hosts.Select(static host => host.ToLowerInvariant()).Distinct().Order(StringComparer.Ordinal)) + fullPath;
}
