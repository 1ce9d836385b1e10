namespace PostHogProxy.Rules.Blocking;

/// <summary>
/// Judges a proxy's path or host by the real addresses that posthog-js will ask for under it: a word alone says nothing, <c>/ingest</c> is
/// blocked and <c>/ingest-x1</c> is not.
/// </summary>
internal static class Blockers
{
    // A page and paths that no rule is about. What is blocked under all three is blocked under any: a list may name one of them one day.
    private const string Page = "www.shop.example";
    private static readonly string[] Neutral = ["/q7wz4", "/z8vx3k", "/x2hq9"];

    /// <summary>Judges a path; without lists by our own table of verdicts.</summary>
    public static BlockingVerdict OfPath(string path, IReadOnlyList<FilterList> lists, CancellationToken ct = default)
    {
        var prefix = Prefix(path);
        return lists.Count == 0
            ? MeasuredVerdicts.OfPath(prefix, but: [])
            : Judge(request => new(Page, prefix + request.Target, request.Kind, request.Method, isPageHost: true), ClientRequests.All, lists, ct);
    }

    /// <summary>
    /// Judges a host that is the proxy's alone, such as <c>e.shop.example</c>, by its labels: rules that name a whole host are about
    /// somebody else's. Without lists by our own table.
    /// </summary>
    public static BlockingVerdict OfHost(string host, IReadOnlyList<FilterList> lists, CancellationToken ct = default)
    {
        var name = HostName(host);
        return lists.Count == 0
            ? MeasuredVerdicts.OfHost(name, but: [])
            : Judge(request => new(name, request.Target, request.Kind, request.Method, isPageHost: false), ClientRequests.All, lists, ct);
    }

    /// <summary>All that is known of a path: what the lists say, and of the lists that were not given what our table says.</summary>
    public static BlockingVerdict KnownOfPath(string path, IReadOnlyList<FilterList> lists, CancellationToken ct = default) => lists.Count == 0
        ? OfPath(path, lists, ct)
        : Joined(OfPath(path, lists, ct), MeasuredVerdicts.OfPath(Prefix(path), but: NamesOf(lists)));

    /// <summary>
    /// What is dropped of the requests that a client makes under aliases, where one name that no list knows stands in place of PostHog's own.
    /// </summary>
    public static BlockingVerdict OfAliases(string path, IReadOnlyList<FilterList> lists, CancellationToken ct = default)
    {
        var prefix = Prefix(path);
        var measured = MeasuredVerdicts.OfPath(prefix, but: NamesOf(lists), ClientRequests.UnderAliases);
        return lists.Count == 0
            ? measured
            : Joined(Judge(request => new(Page, prefix + request.Target, request.Kind, request.Method, isPageHost: true), ClientRequests.UnderAliases, lists, ct), measured);
    }

    /// <summary>All that is known of a host, likewise.</summary>
    public static BlockingVerdict KnownOfHost(string host, IReadOnlyList<FilterList> lists, CancellationToken ct = default) => lists.Count == 0
        ? OfHost(host, lists, ct)
        : Joined(OfHost(host, lists, ct), MeasuredVerdicts.OfHost(HostName(host), but: NamesOf(lists)));

    private static string Prefix(string path) => path.Trim('/') is { Length: > 0 } inner ? "/" + inner : "";

    private static string HostName(string host) => host.Trim().Trim('.').ToLowerInvariant();

    private static List<string> NamesOf(IReadOnlyList<FilterList> lists) => [.. lists.Select(list => list.Name)];

    private static BlockingVerdict Joined(BlockingVerdict first, BlockingVerdict second)
    {
        var always = With(first.UnderAnyPath, second.UnderAnyPath);
        var requests = new HashSet<ClientRequest>(always.Select(blocked => blocked.Request));
        return new([.. With(first.BecauseOfPath, second.BecauseOfPath).Where(blocked => !requests.Contains(blocked.Request))], always);
    }

    private static List<BlockedRequest> With(IReadOnlyList<BlockedRequest> first, IReadOnlyList<BlockedRequest> second)
    {
        var requests = new HashSet<ClientRequest>(first.Select(blocked => blocked.Request));
        return [.. first, .. second.Where(blocked => !requests.Contains(blocked.Request))];
    }

    private static BlockingVerdict Judge(
        Func<ClientRequest, RequestUrl> address, IReadOnlyList<ClientRequest> requests, IReadOnlyList<FilterList> lists, CancellationToken ct)
    {
        List<BlockedRequest> because = [], always = [];
        foreach (var request in requests)
        {
            ct.ThrowIfCancellationRequested();
            if (Find(address(request), lists) is not var (rule, list))
            {
                continue;
            }

            var isAlways = Neutral.All(path => Find(new(Page, path + request.Target, request.Kind, request.Method, isPageHost: true), lists) is not null);
            (isAlways ? always : because).Add(new(request, rule.Text, list.Name, list.Date, request.Loss, request.Clients));
        }

        return new(because, always);
    }

    /// <summary>The rule that drops a request, as a blocker decides: an important rule, else any that no exception lifts.</summary>
    public static (FilterRule Rule, FilterList List)? Find(RequestUrl url, IReadOnlyList<FilterList> lists)
    {
        (FilterRule, FilterList)? found = null;
        foreach (var list in lists)
        {
            foreach (var rule in list.Blocking(url))
            {
                if ((found is null || rule.IsImportant) && !IsTakenBack(rule, lists))
                {
                    found = (rule, list);
                    if (rule.IsImportant)
                    {
                        return found;
                    }
                }
            }
        }

        return found is not null && lists.Any(list => list.Excepting(url).Any(rule => !IsTakenBack(rule, lists))) ? null : found;
    }

    private static bool IsTakenBack(FilterRule rule, IReadOnlyList<FilterList> lists) => lists.Any(list => list.TakesBack(rule));
}
