namespace PostHogProxy.Testing.Server;

/// <summary>The proxies of the app that use the stand-in, for the message to somebody who waits in vain.</summary>
internal sealed class AttachedProxies
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<string, bool> _isOff = new(StringComparer.Ordinal);

    public void Add(PostHogProxyOptions options)
    {
        lock (_gate)
        {
            _isOff[options.Path ?? ""] = options.Disabled;
        }
    }

    public IReadOnlyList<string> Notes()
    {
        lock (_gate)
        {
            return
            [
                .. _isOff.Where(proxy => proxy.Value)
                    .Select(proxy => $"The proxy at {proxy.Key} is off (Disabled) and sends nothing. Is it off in the settings of the environment that the test runs in?"),
            ];
        }
    }
}
