using System.Text.Json;
using PostHogProxy.Rules.Blocking;

namespace PostHogProxy.Rules.Tests.Blocking;

/// <summary>Our verdicts against those of the engines that run in people's browsers, taken from npm.</summary>
public sealed class EngineTests
{
    private const string Page = "https://www.shop.example";

    // Made up for the purpose: every piece of syntax, near-misses beside hits.
    private const string MadeUp =
        """
        ! Title: Made up
        /zap/*
        /zip^$xhr
        -zup.$script
        /zop/*/e/*
        ://zap.shop.$script
        |https://www.shop.example/left/
        /right/s/|
        ||shop.*/named2/
        /^https:\/\/www\.shop\.example\/re\d{2,3}\/(?:e|s)\//
        /\/Case\//$match-case
        /party1/*$1p
        /party3/*$3p
        /strict/*$strict1p
        /nonstrict/*$strict3p
        /ping-only/*$ping
        /no-script/*$~script
        /window/*$popup
        /sites/*$domain=a.example|b.example
        /but-sites/*$domain=~a.example
        /to/*$to=~com
        /deny/*$denyallow=a.example,domain=~b.example
        /redirected/*$script,redirect=noop.js
        /ruled/*$script,redirect-rule=noop.js
        /pruned/*$removeparam=ip
        /unheard/*$surely-not-an-option
        /excepted/*
        @@/excepted/*$xhr
        /important/*$important
        @@/important/*
        /taken/*
        /taken/*$badfilter
        /kept/*$xhr
        /kept/*$script,badfilter
        *^ip=*^ver=1.391.3&*
        !#if ext_ublock
        /for-ublock/*
        !#else
        /for-others/*
        !#endif
        !#if env_mobile
        /for-phones/*
        !#endif
        www.shop.example##.zap
        /cosmetic/##.zap
        """;

    private static readonly string[] MadeUpPrefixes =
    [
        "/zap", "/zapper", "/x/ZAP/y", "/my-zap", "/zip", "/zip.x", "/a-zup.b", "/zop/x", "/zop", "/left", "/x/left", "/right", "/right/x", "/named2",
        "/re12", "/re1", "/re123", "/re1234", "/Case", "/case", "/party1", "/party3", "/strict", "/nonstrict", "/ping-only", "/no-script", "/window", "/sites",
        "/but-sites", "/to", "/deny", "/redirected", "/ruled", "/pruned", "/unheard", "/excepted", "/important", "/taken", "/kept", "/for-ublock", "/for-others",
        "/for-phones", "/cosmetic", "/x", "",
    ];

    public static TheoryData<string> Comparisons => PublishedLists.IsLongRun
        ? ["made-up rules", "the published lists, in full"]
        : PublishedLists.AreHere ? ["made-up rules", "the published lists"] : ["made-up rules"];

    [Theory]
    [MemberData(nameof(Comparisons))]
    public async Task The_blockers_own_engines_say_what_we_say(string comparison)
    {
        // In the long run the lists must be there: a comparison that somebody asked for may not quietly be none.
        Assert.True(comparison == "made-up rules" || PublishedLists.AreHere, $"There are no filter lists in {PublishedLists.Folder}; POSTHOGPROXY_FILTER_LISTS names their folder.");

        var isFull = comparison == "the published lists, in full";
        var report = await (comparison == "made-up rules" ? CompareMadeUp() : ComparePublished(isFull ? ["ublock", "adguard", "ghostery"] : ["ublock"], isFull ? 2_000 : 1_000));

        Assert.NotEmpty(report);
        foreach (var (engine, result) in report)
        {
            var explained = result.Different.Where(difference => Explains(engine, difference)).ToList();
            Console.WriteLine($"{engine}: {result.Compared} requests, {result.Blocked} blocked, {result.Different.Count} different, {explained.Count} of these explained ({comparison})");
            Assert.Empty(result.Different.Except(explained).Take(20));
            Assert.InRange(result.Blocked, result.Compared / 100, result.Compared / 2);
        }
    }

    // AdGuard's engine lets a rule for windows block any request. And it drops a rule with strict1p: AdGuard has another word for it, and
    // rewrites foreign lists before its engine sees them.
    private static bool Explains(string engine, EngineDifference difference) => engine == "adguard" && (difference.Ours
        ? RuleOf(difference).Contains("strict1p", StringComparison.Ordinal)
        : difference.Rule!.EndsWith("$popup", StringComparison.Ordinal));

    private static string RuleOf(EngineDifference difference) => Blockers.Find(
        new("www.shop.example", difference.Url[Page.Length..], Enum.Parse<RequestKinds>(difference.Kind), "POST", isPageHost: true),
        PublishedLists.UBlock)?.Rule.Text ?? "";

    private static Task<Dictionary<string, EngineResult>> CompareMadeUp() =>
        Compare(["ublock"], [new { name = "made-up", text = MadeUp }], [FilterList.Parse(MadeUp, "made-up")], MadeUpPrefixes);

    private static Task<Dictionary<string, EngineResult>> ComparePublished(string[] engines, int prefixes) =>
        Compare(engines, [.. PublishedLists.UBlockFiles.Select(file => new { name = Path.GetFileName(file), file })], PublishedLists.UBlock, EnginePrefixes.Pick(prefixes));

    private static Task<Dictionary<string, EngineResult>> Compare(string[] engines, object[] sources, IReadOnlyList<FilterList> lists, IEnumerable<string> prefixes)
    {
        var cases = prefixes.Select(prefix =>
        {
            var verdict = Blockers.OfPath(prefix, lists);
            var blocked = verdict.BecauseOfPath.Concat(verdict.UnderAnyPath).Select(request => request.Request).ToHashSet();
            var digits = string.Concat(ClientRequests.All.Select(request => blocked.Contains(request) ? '1' : '0'));
            return new { @base = Page + prefix, verdicts = engines.ToDictionary(engine => engine, _ => digits) };
        });

        return BlockerEngines.Ask(JsonSerializer.Serialize(new
        {
            page = Page + "/",
            lists = engines.ToDictionary(engine => engine, _ => sources),
            requests = ClientRequests.All.Select(request => new { target = request.Target, kind = request.Kind.ToString(), method = request.Method }),
            cases,
        }));
    }
}
