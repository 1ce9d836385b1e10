using CsCheck;
using PostHogProxy.Rules.Blocking;

namespace PostHogProxy.Rules.Tests.Blocking;

/// <summary>The facts, of our table and, where the published lists are there, of the lists themselves: both must say the same.</summary>
public sealed class MeasuredTests
{
    private static readonly string[] Sources = PublishedLists.AreHere ? ["our table", "the published lists"] : ["our table"];

    public static TheoryData<string, string, string, string, string> Prefixes =>
        [.. from source in Sources from row in Facts.Prefixes select (source, row.Prefix, row.Dies, row.Rule, row.List)];

    public static TheoryData<string, string, string, string, string> Hosts =>
        [.. from source in Sources from row in Facts.Hosts select (source, row.Host, row.Dies, row.Rule, row.List)];

    public static TheoryData<string, string> SilentPrefixes => [.. from source in Sources from prefix in Facts.SilentPrefixes select (source, prefix)];

    public static TheoryData<string, string> SilentHosts => [.. from source in Sources from host in Facts.SilentHosts select (source, host)];

    [Theory]
    [MemberData(nameof(Prefixes))]
    public void Under_a_listed_prefix_dies_what_the_facts_say(string source, string prefix, string dies, string rule, string list) =>
        Judge(Blockers.OfPath(prefix, ListsOf(source)), dies, rule, list);

    [Theory]
    [MemberData(nameof(Hosts))]
    public void On_a_listed_host_dies_what_the_facts_say(string source, string host, string dies, string rule, string list) =>
        Judge(Blockers.OfHost(host, ListsOf(source)), dies, rule, list);

    [Theory]
    [MemberData(nameof(SilentPrefixes))]
    public void No_other_prefix_is_to_blame_for_anything(string source, string prefix) =>
        AssertOnlyWhatIsBlockedAnywhere(Blockers.OfPath(prefix, ListsOf(source)));

    [Theory]
    [MemberData(nameof(SilentHosts))]
    public void No_other_host_is_to_blame_for_anything(string source, string host) =>
        AssertOnlyWhatIsBlockedAnywhere(Blockers.OfHost(host, ListsOf(source)));

    [Fact]
    public void A_path_is_read_with_and_without_its_slashes()
    {
        foreach (var path in (string[])["/tracking/events", "/tracking/events/", "tracking/events"])
        {
            Assert.NotEmpty(Blockers.OfPath(path, []).BecauseOfPath);
        }
    }

    [Fact]
    public void Random_prefixes_have_the_same_verdict_from_the_table_and_the_lists()
    {
        var lists = PublishedLists.AreHere ? PublishedLists.All : [];
        var word = Gen.Char["bcdfghjkmnpqrstvwxyz0123456789"].Array[4, 12].Select(letters => new string(letters));
        word.Array[1, 3].Select(words => "/" + string.Join("/", words)).Sample(
            prefix => Blocked(Blockers.OfPath(prefix, lists)).SetEquals(Blocked(Blockers.OfPath(prefix, []))), iter: 200);
    }

    [Fact]
    public void Every_verdict_names_its_list_and_day()
    {
        var known = new[] { (Facts.EasyPrivacy, "2026-08-22"), (Facts.UBlock, "2026-08-22"), (Facts.EasyList, "2026-08-22"), (Facts.AdGuard, "2026-03-20") };
        var verdicts = Facts.Prefixes.Select(row => Blockers.OfPath(row.Prefix, [])).Concat(Facts.Hosts.Select(row => Blockers.OfHost(row.Host, [])));
        Assert.All(
            verdicts.SelectMany(verdict => verdict.BecauseOfPath.Concat(verdict.UnderAnyPath)),
            blocked => Assert.Contains((blocked.List, blocked.Date!), known));
    }

    [Fact]
    public void A_list_that_is_given_stands_in_for_its_part_of_the_table_only()
    {
        var newer = FilterList.Parse("! Title: EasyPrivacy\n! Last modified: Tue, 01 Dec 2026 10:00:00 +0000\n/shiny/new/*\n", "x");

        Assert.Empty(Blockers.KnownOfPath("/piwik", [newer]).BecauseOfPath);
        Assert.Empty(Blockers.KnownOfHost("matomo.shop.example", [newer]).BecauseOfPath);
        Assert.NotEmpty(Blockers.KnownOfPath("/shiny/new", [newer]).BecauseOfPath);
        Assert.NotEmpty(Blockers.KnownOfPath("/hog", [newer]).BecauseOfPath);
        Assert.NotEmpty(Blockers.KnownOfHost("ads.shop.example", [newer]).BecauseOfPath);
    }

    private static void Judge(BlockingVerdict verdict, string dies, string rule, string list)
    {
        var expected = ClientRequests.All.Where(request => Dies(dies, request) && !IsBlockedAnywhere(request));
        Assert.Equal(Shown(expected), Shown(verdict.BecauseOfPath.Select(blocked => blocked.Request)));
        Assert.Equal(Shown(ClientRequests.All.Where(IsBlockedAnywhere)), Shown(verdict.UnderAnyPath.Select(blocked => blocked.Request)));

        // Other lists may hold the rule too, or a wider one.
        Assert.Contains(verdict.BecauseOfPath, blocked => blocked.List == list && blocked.Rule.StartsWith(rule, StringComparison.OrdinalIgnoreCase));
    }

    private static void AssertOnlyWhatIsBlockedAnywhere(BlockingVerdict verdict)
    {
        Assert.Empty(verdict.BecauseOfPath);
        Assert.Equal(Shown(ClientRequests.All.Where(IsBlockedAnywhere)), Shown(verdict.UnderAnyPath.Select(blocked => blocked.Request)));
    }

    private static HashSet<ClientRequest> Blocked(BlockingVerdict verdict) =>
        [.. verdict.BecauseOfPath.Concat(verdict.UnderAnyPath).Select(blocked => blocked.Request)];

    private static IReadOnlyList<FilterList> ListsOf(string source) => source == "our table" ? [] : PublishedLists.All;

    private static IEnumerable<string> Shown(IEnumerable<ClientRequest> requests) =>
        requests.Select(request => request.Kind + " " + request.Target).Order(StringComparer.Ordinal);

    private static bool IsBlockedAnywhere(ClientRequest request)
    {
        var (path, query) = Split(request);
        var isLegacyCapture = path is ("/e/" or "/i/v0/e/") && query.Contains("ip=", StringComparison.Ordinal);
        return path.EndsWith("/dead-clicks-autocapture.js", StringComparison.Ordinal)
            || path.EndsWith("/posthog-recorder.js", StringComparison.Ordinal)
            || (isLegacyCapture && (query.Contains("compression=", StringComparison.Ordinal) || request.Kind == RequestKinds.Ping));
    }

    private static bool Dies(string what, ClientRequest request)
    {
        var (path, query) = Split(request);
        var isScript = request.Kind == RequestKinds.Script;
        var hasIp = query.Contains("ip=", StringComparison.Ordinal);
        return what switch
        {
            "everything" => true,
            "scripts" => isScript,
            "scripts in .js" => isScript && path.EndsWith(".js", StringComparison.Ordinal),
            "xhr" => request.Kind == RequestKinds.Xhr,
            "all but xhr" => request.Kind != RequestKinds.Xhr,
            "beacons" => request.Kind == RequestKinds.Ping,
            "/api/ calls" => path.StartsWith("/api/", StringComparison.Ordinal),
            "calls with ip=" => hasIp,
            "packed calls and beacons with ip=" => hasIp && (query.Contains("compression=", StringComparison.Ordinal) || query.Contains("beacon=", StringComparison.Ordinal)),
            "some calls with ip= and remote config" => path.StartsWith("/array/", StringComparison.Ordinal)
                ? path.EndsWith("/config", StringComparison.Ordinal) || path.EndsWith("/config.js", StringComparison.Ordinal)
                : hasIp && request.Kind == RequestKinds.Xhr && path is ("/e/" or "/i/v0/e/" or "/flags/"),
            _ => throw new ArgumentOutOfRangeException(nameof(what), what, "The facts know no such loss."),
        };
    }

    private static (string Path, string Query) Split(ClientRequest request)
    {
        var question = request.Target.IndexOf('?', StringComparison.Ordinal);
        return question < 0 ? (request.Target, "") : (request.Target[..question], request.Target[question..]);
    }
}
