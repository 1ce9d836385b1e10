using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.RegularExpressions;
using PostHogProxy.Rules.Tests.Blocking;

namespace PostHogProxy.EndToEnd.Blocking;

/// <summary>What real builds of posthog-js ask for in Chromium, judged by the engines of uBlock Origin, AdGuard and Ghostery.</summary>
public sealed class RecordedUrlsTests
{
    private const string Shop = "https://www.shop.example";
    private const string Proxy = "/k3fw";
    private static readonly string[] Engines = ["ublock", "adguard", "ghostery"];

    // Aliases need 1.416.0. Older clients ask under PostHog's own paths although the page has the aliases.
    private static readonly (string Client, bool Aliases)[] Pages =
        [("1.449.2", true), ("1.449.2", false), ("1.415.7", true), ("1.415.7", false), ("1.391.3", false), ("1.300.0", false)];

    public static TheoryData<string, bool> Clients => [.. Pages.Select(page => new TheoryDataRow<string, bool>(page.Client, page.Aliases))];

    [Theory]
    [MemberData(nameof(Clients))]
    public async Task The_engines_block_what_the_facts_say_and_nothing_of_a_current_client_under_aliases(string client, bool aliases)
    {
        Assert.True(PublishedLists.AreHere || !PublishedLists.IsLongRun, $"There are no filter lists in {PublishedLists.Folder}; POSTHOGPROXY_FILTER_LISTS names their folder.");

        var recorded = await RecordAsync(client, aliases);

        Assert.True(recorded.Count >= 12, string.Join('\n', recorded));
        Assert.Superset(new HashSet<string>(["Script", "Xhr", "Ping"]), recorded.Select(request => request.Kind).ToHashSet());
        if (!PublishedLists.AreHere)
        {
            TestContext.Current.SendDiagnosticMessage("NO FILTER LISTS: the recorded URLs were judged by no engine.");
            return;
        }

        var underAliases = aliases && client == "1.449.2";
        string[] neutral = [.. recorded.Select(request => !underAliases && IsBlockedAnywhere(request) ? "1" : "0")];
        object[] cases = underAliases
            ? [Case("", neutral)]
            : [Case("", neutral), Case("/posthog/ingest", [.. recorded.Select(_ => "1")])];
        var report = await BlockerEngines.Ask(JsonSerializer.Serialize(new
        {
            page = Shop + "/",
            lists = Engines.ToDictionary(engine => engine, _ => PublishedLists.UBlockFiles.Append(PublishedLists.AdGuardFile).Select(file => new { name = Path.GetFileName(file), file })),
            requests = recorded.Select(request => new { target = request.Target, kind = request.Kind, method = request.Method }),
            cases,
        }));

        Assert.Equal(Engines.Order(), report.Keys.Order());
        foreach (var (engine, result) in report)
        {
            TestContext.Current.TestOutputHelper?.WriteLine($"{engine}: {result.Compared} requests, {result.Blocked} blocked");
            Assert.Equal((engine, cases.Length * recorded.Count), (engine, result.Compared));
            Assert.Empty(result.Different);
        }
    }

    private static object Case(string before, string[] blocked) =>
        new { @base = Shop + before, verdicts = Engines.ToDictionary(engine => engine, _ => string.Concat(blocked)) };

    // facts: /dead-clicks-autocapture.js and /posthog-recorder.js (EasyPrivacy), /e/*^ip=*^compression= and /e/*^ip=*^beacon= (uBlock Privacy).
    private static bool IsBlockedAnywhere(RecordedRequest request) =>
        Regex.IsMatch(request.Target, @"/(dead-clicks-autocapture|posthog-recorder)\.js")
        || Regex.IsMatch(request.Target, @"/e/\?(.*&)?ip=.*&(compression|beacon)=");

    private static async Task<IReadOnlyList<RecordedRequest>> RecordAsync(string client, bool aliases)
    {
        await using var page = await ClientPage.StartAsync(Proxy, client, aliases);
        var chromium = await TestContext.Current.GetFixture<Chromium>();
        await using var profile = await chromium!.NewProfileAsync();
        profile.SetDefaultTimeout((float)Visit.Patience.TotalMilliseconds);
        var requests = new ConcurrentQueue<RecordedRequest>();
        profile.Request += (_, request) =>
        {
            var url = new Uri(request.Url);
            if (url.AbsolutePath.StartsWith(Proxy + "/", StringComparison.Ordinal))
            {
                requests.Enqueue(new(url.PathAndQuery, Kind(request.ResourceType), request.Method));
            }
        };
        var tab = await profile.NewPageAsync();
        await tab.GotoAsync($"http://127.0.0.1:{page.Port}/");
        var everything = new FirefoxScenario(Proxy, client, aliases);
        await tab.EvaluateAsync("plan => window.visit(plan)", everything.Plan);
        await tab.GotoAsync($"http://127.0.0.1:{page.Port}/left");

        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(Visit.Patience);
        _ = await page.Journal.WaitForEventAsync(captured => captured.Event == "$pageleave", patience.Token);
        return [.. requests.Distinct()];
    }

    // As Chromium names them, and as compare.mjs does.
    private static string Kind(string type) => type switch
    {
        "script" => "Script",
        "fetch" or "xhr" => "Xhr",
        "ping" or "beacon" => "Ping",
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "A kind of request that no client makes."),
    };

    private sealed record RecordedRequest(string Target, string Kind, string Method);
}
