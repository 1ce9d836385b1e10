using PostHogProxy.Rules.Blocking;

namespace PostHogProxy.Rules.Judging;

/// <summary>A verdict in words.</summary>
internal static class BlockingWords
{
    private const int MostRules = 3;
    private const int MostLosses = 4;
    private const int LongestRule = 80;

    // What is missed most stands first; the rest in the order of the requests.
    private static readonly string[] First = ["events", "session replay", "feature flags", "posthog-js itself", "remote config"];

    /// <summary>Which rule of which list stops what, for which clients; the rules that stop most first.</summary>
    public static string Of(BlockingVerdict verdict) => Of(verdict, ClientRequests.All);

    /// <summary>The same of some of the requests, or of requests under other names.</summary>
    public static string Of(BlockingVerdict verdict, IReadOnlyList<ClientRequest> requests)
    {
        var rules = verdict.BecauseOfPath.GroupBy(blocked => (blocked.Rule, blocked.List, blocked.Date)).OrderByDescending(rule => rule.Count()).ToList();
        var said = rules.Take(MostRules).Select(rule =>
            $"the rule '{Shortened(rule.Key.Rule)}' of {Dated(rule.Key.List, rule.Key.Date)} stops {Losses([.. rule], verdict, requests)}, for {Clients(rule)}");
        var more = (rules.Count - MostRules) switch
        {
            <= 0 => "",
            1 => ", and 1 more rule",
            var others => $", and {others} more rules",
        };
        return string.Join("; ", said) + more;
    }

    /// <summary>The beginning of a sentence: which lists do not block.</summary>
    public static string NoneBlocks(IReadOnlyList<FilterList> lists) => lists.Count == 0
        ? "No filter list of uBlock Origin, AdGuard or Brave (as of 2026-08-22) blocks"
        : $"No filter list of uBlock Origin, AdGuard or Brave (as of 2026-08-22) and none of your lists ("
            + $"{string.Join(", ", lists.Select(list => $"{list.Name} of {list.Date ?? "an unknown day"}"))}) blocks";

    private static string Dated(string list, string? date) => date is null ? list : $"{list} ({date})";

    private static string Shortened(string rule) => rule.Length <= LongestRule ? rule : $"{rule.Substring(0, LongestRule - 1)}…";

    private static string Losses(IReadOnlyList<BlockedRequest> blocked, BlockingVerdict verdict, IReadOnlyList<ClientRequest> requests)
    {
        var lost = new HashSet<ClientRequest>(blocked.Concat(verdict.UnderAnyPath).Select(request => request.Request));
        if (requests.All(lost.Contains))
        {
            return "everything";
        }

        if (blocked.All(request => IsScript(request.Request)) && requests.Where(IsScript).All(lost.Contains))
        {
            return "every script";
        }

        var losses = blocked.Select(request => request.Loss).Distinct().OrderBy(loss => (uint)Array.IndexOf(First, loss)).ToList();
        var more = losses.Count > MostLosses ? $" and {losses.Count - MostLosses} more" : "";
        return string.Join(", ", losses.Take(MostLosses)) + more;
    }

    private static string Clients(IEnumerable<BlockedRequest> blocked)
    {
        var clients = blocked.Select(request => request.Clients).Distinct().ToList();
        return clients.Count == 1 ? clients[0] : ClientRequests.Every;
    }

    private static bool IsScript(ClientRequest request) => request.Kind == RequestKinds.Script;
}
