namespace PostHogProxy.Rules.Judging;

/// <summary>Which of an app's proxies a client talks to, and what follows from it.</summary>
internal sealed class ProxiesOfClient
{
    private readonly IReadOnlyList<MappedProxy> _all;
    private readonly List<MappedProxy> _matched;
    private readonly Func<string, bool>? _isTaken;

    /// <param name="all">The proxies the app maps.</param>
    /// <param name="areAllKnown">Whether it maps no other.</param>
    /// <param name="api">The client's address.</param>
    /// <param name="isTaken">Whether something else of the app answers at a path, as a proxy written by hand does; null: nothing does.</param>
    public ProxiesOfClient(IReadOnlyList<MappedProxy> all, bool areAllKnown, ClientAddress api, Func<string, bool>? isTaken = null)
    {
        _all = all;
        _isTaken = isTaken;
        AreAllKnown = areAllKnown && all.Count > 0 && all.All(proxy => proxy.Path is not null && proxy.Path.IndexOf('{') < 0);
        _matched = api.IsPath ? Matching(api.Setting.Value!, proxy => true)
            : api.IsForeignUrl && api.Uri is { } uri ? Matching(uri.AbsolutePath, proxy => AnswersAt(proxy, uri))
            : [];
    }

    /// <summary>Whether there is at least one proxy, and none whose path could not be read.</summary>
    public bool AreAllKnown { get; }

    /// <summary>Whether something else of the app answers at the client's path.</summary>
    public bool IsTaken(ClientAddress api) => api.IsPath && _isTaken is not null && _isTaken(api.Setting.Value!);

    public bool HasMatch => _matched.Count > 0;

    /// <summary>Whether the client's PostHog may be the team's own: then its hosts are not ours to judge.</summary>
    public bool MayBeSelfHosted => HasMatch ? _matched.Any(proxy => proxy.IsSelfHosted) : _all.Any(proxy => proxy.IsSelfHosted);

    /// <summary>The region of the proxy the client talks to; null where it is not known.</summary>
    public PostHogRegion? Region => Agreed(_matched);

    /// <summary>The region of every proxy there is; null where they differ or one is not known.</summary>
    public PostHogRegion? RegionOfAll => Agreed(_all);

    public IEnumerable<MappedProxy> Cloud => _all.Where(proxy => !proxy.IsSelfHosted);

    /// <summary>What to write as api_host to reach a proxy of a region; null where no or more than one text would be right.</summary>
    public string? AddressFor(PostHogRegion? region) =>
        OnlyOne(Cloud.Where(proxy => region is null || proxy.Region is null || proxy.Region == region));

    /// <summary>What to write to reach the proxy that the client means; null where it means none, or where no or more than one text would be right.</summary>
    public string? AddressOfMatch => OnlyOne(_matched);

    public static string? AddressOf(MappedProxy proxy) => proxy switch
    {
        { Path: null } or { Hosts: null } => null,
        { Hosts.Count: 0, Path: "/" } => null,
        { Hosts.Count: 0 } => proxy.Path,
        { Hosts.Count: 1 } when proxy.Hosts[0].IndexOf('*') < 0 => "https://" + proxy.Hosts[0] + (proxy.Path == "/" ? "" : proxy.Path),
        _ => null,
    };

    public static string Name(PostHogRegion region) => region == PostHogRegion.Us ? "US" : "EU";

    private static string? OnlyOne(IEnumerable<MappedProxy> proxies)
    {
        var addresses = proxies.Select(AddressOf).Distinct(StringComparer.OrdinalIgnoreCase).Take(2).ToList();
        return addresses.Count == 1 ? addresses[0] : null;
    }

    private static PostHogRegion? Agreed(IReadOnlyList<MappedProxy> proxies)
    {
        var regions = proxies.Select(proxy => proxy.IsSelfHosted ? null : proxy.Region).Distinct().Take(2).ToList();
        return regions.Count == 1 ? regions[0] : null;
    }

    private List<MappedProxy> Matching(string path, Func<MappedProxy, bool> answers)
    {
        var wanted = path.Trim().TrimEnd('/');
        var candidates = _all.Where(proxy => proxy.Path is not null && answers(proxy)).ToList();
        var exact = candidates.Where(proxy => Is(proxy.Path!, wanted)).ToList();

        // /shop/k3fw reaches a proxy at /k3fw in an app that lives under /shop.
        return exact.Count > 0
            ? exact
            : candidates.Where(proxy => proxy.Path != "/" && wanted.EndsWith(proxy.Path!.TrimEnd('/'), StringComparison.OrdinalIgnoreCase)).ToList();
    }

    private static bool Is(string path, string wanted) => path.TrimEnd('/').Equals(wanted, StringComparison.OrdinalIgnoreCase);

    private static bool AnswersAt(MappedProxy proxy, Uri uri)
    {
        if (proxy.Hosts is null || proxy.Hosts.Count == 0)
        {
            return proxy.Path != "/";
        }

        return proxy.Hosts.Any(host =>
        {
            var name = host.Split(':')[0];
            return name == "*"
                || name.Equals(uri.Host, StringComparison.OrdinalIgnoreCase)
                || (name.StartsWith("*.", StringComparison.Ordinal) && uri.Host.EndsWith(name.Substring(1), StringComparison.OrdinalIgnoreCase));
        });
    }
}
