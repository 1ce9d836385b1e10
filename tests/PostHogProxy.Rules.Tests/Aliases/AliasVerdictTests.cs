using PostHogProxy.Rules.Aliases;
using PostHogProxy.Rules.Blocking;
using PostHogProxy.Rules.Tests.Blocking;

namespace PostHogProxy.Rules.Tests.Aliases;

/// <summary>What blockers make of an alias, for every kind of request.</summary>
public sealed class AliasVerdictTests
{
    private const string Page = "www.shop.example";
    private static readonly int Apps = PublishedLists.IsLongRun ? 1_000 : 100;
    private static readonly RequestKinds[] Kinds = [RequestKinds.Script, RequestKinds.Xhr, RequestKinds.Ping];

    // A prefix that is itself to blame stays so; these are not.
    private static readonly string[] Prefixes = ["", "/ingest-x1", "/k3fw", "/analytics", "/track", "/stats", "/log", "/beacon", "/rum", "/a/b/c"];

    public static TheoryData<string> Lists => PublishedLists.AreHere ? ["our table", "the published lists"] : ["our table"];

    [Theory]
    [MemberData(nameof(Lists))]
    public void No_alias_is_blocked_as_script_fetch_or_beacon(string lists)
    {
        var judged = 0;
        for (var app = 0; app < Apps; app++)
        {
            var prefix = Prefixes[app % Prefixes.Length];
            var aliases = PathAliases.For(prefix, "App" + app);
            string[] files = [aliases.Module, aliases.Script];
            foreach (var target in KnownTargets.All.Where(target => !target.Contains("ip=", StringComparison.Ordinal)).Select(aliases.ToAlias).Concat(files))
            {
                judged++;
                Assert.Null(lists == "our table" ? ByTable(prefix, target) : ByLists(prefix, target));
            }
        }

        Assert.True(judged > 100 * Apps);
    }

    // The same judge does find what lists name.
    [Theory]
    [MemberData(nameof(Lists))]
    public void The_canonical_names_are_blocked(string lists)
    {
        const string Script = "/static/1.449.2/dead-clicks-autocapture.js";
        Assert.NotNull(lists == "our table" ? MeasuredVerdicts.OfPath("/k3fw", []).UnderAnyPath.FirstOrDefault(blocked => blocked.Request.Target == Script) : ByLists("/k3fw", Script));
        Assert.NotNull(lists == "our table" ? ByTable("/tracking", "/events") : ByLists("/tracking", "/events/"));
    }

    // Under a path that is itself on a list: what docs/rules/PHX1001.md says of it. Rules about all below the path stop aliases as well.
    [Theory]
    [InlineData("/tracking/events", "/tracking/events/*", true)]
    [InlineData("/matomo", "/matomo/*$script", true)]
    [InlineData("/_blazor", "/_blazor/*$ping", true)]
    [InlineData("/segment", "/segment/api/*", false)]
    [InlineData("/s", "/s/array/phc_*/config$script,xhr,1p", false)]
    [InlineData("/plausible", "/plausible/*/*.js$script", false)]
    [InlineData("/ingest", "/ingest/*^ip=", false)]
    public void Aliases_get_past_a_rule_that_names_what_is_below_the_path_and_no_other(string prefix, string rule, bool isStopped)
    {
        var list = FilterList.Parse(rule + "\n", "one rule");
        var aliases = PathAliases.For(prefix, "Shop");
        var current = KnownTargets.All.Where(target => !target.Contains("ip=", StringComparison.Ordinal)).Select(aliases.ToAlias).ToList();

        Assert.Contains(KnownTargets.All, target => ByLists(prefix, target, list) is not null);
        Assert.Equal(isStopped ? current.Count : 0, current.Count(target => ByLists(prefix, target, list) is not null));
        if (PublishedLists.AreHere)
        {
            Assert.Equal(isStopped ? current.Count : 0, current.Count(target => ByLists(prefix, target) is not null));
        }
    }

    // The table knows names as whole segments, and asks what is requested below them: scripts, fetches and beacons of every client.
    private static string? ByTable(string prefix, string alias) =>
        Blockers.OfPath(prefix + alias.Split('?')[0], []).BecauseOfPath.Select(blocked => $"{prefix}{alias} by {blocked.Rule}").FirstOrDefault();

    private static string? ByLists(string prefix, string target) => ByLists(prefix, target, [.. PublishedLists.All]);

    private static string? ByLists(string prefix, string target, params FilterList[] lists) => Kinds
        .Select(kind => Blockers.Find(new(Page, prefix + target, kind, kind == RequestKinds.Script ? "GET" : "POST", isPageHost: true), lists))
        .Where(found => found is not null)
        .Select(found => $"{prefix}{target} by {found!.Value.Rule.Text}")
        .FirstOrDefault();
}
