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
        var prefix = path.Trim('/') is { Length: > 0 } inner ? "/" + inner : "";
        return lists.Count == 0
            ? MeasuredVerdicts.OfPath(prefix)
            : Judge(request => new(Page, prefix + request.Target, request.Kind, request.Method, isPageHost: true), lists, ct);
    }

    /// <summary>
    /// Judges a host that is the proxy's alone, such as <c>e.shop.example</c>, by its labels: rules that name a whole host are about
    /// somebody else's. Without lists by our own table.
    /// </summary>
    public static BlockingVerdict OfHost(string host, IReadOnlyList<FilterList> lists, CancellationToken ct = default)
    {
        var name = host.Trim().Trim('.').ToLowerInvariant();
        return lists.Count == 0
            ? MeasuredVerdicts.OfHost(name)
            : Judge(request => new(name, request.Target, request.Kind, request.Method, isPageHost: false), lists, ct);
    }

    private static BlockingVerdict Judge(Func<ClientRequest, RequestUrl> address, IReadOnlyList<FilterList> lists, CancellationToken ct)
    {
        List<BlockedRequest> because = [], always = [];
        foreach (var request in ClientRequests.All)
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
