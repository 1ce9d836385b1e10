using PostHogProxy.Rules.Blocking;

namespace PostHogProxy.Rules.Tests.Blocking;

/// <summary>One rule against one address.</summary>
internal static class OneRule
{
    public static bool Blocks(string rule, string target, RequestKinds kind = RequestKinds.Xhr, bool isPageHost = true) =>
        Blockers.Find(new("www.shop.example", target, kind, "POST", isPageHost), [FilterList.Parse(rule, "x")]) is not null;
}
