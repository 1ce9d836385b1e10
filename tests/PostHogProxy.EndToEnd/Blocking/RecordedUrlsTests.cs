using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using PostHogProxy.Rules.Tests.Blocking;

namespace PostHogProxy.EndToEnd.Blocking;

/// <summary>What real builds of posthog-js ask for in Chromium, judged by the engines of uBlock Origin, AdGuard and Ghostery.</summary>
public sealed class RecordedUrlsTests
{
    private const string Shop = "https://www.shop.example";
    private const string Proxy = "/k3fw";
    private static readonly string[] Engines = ["ublock", "adguard", "ghostery"];

    // 1.300.0 takes the click here for no dead one.
    private static readonly string[] Captured = ["$pageview", "bought", "$autocapture", "$exception", "survey shown"];

    // Aliases need 1.416.0. Older clients ask under PostHog's own paths although the page has the aliases.
    private static readonly (string Client, bool Aliases)[] Pages =
        [("1.449.2", true), ("1.449.2", false), ("1.415.7", true), ("1.415.7", false), ("1.391.3", false), ("1.300.0", false)];

    [Fact]
    public async Task The_engines_block_what_the_facts_say_and_nothing_of_a_current_client_under_aliases()
    {
        Assert.True(PublishedLists.AreHere || !PublishedLists.IsLongRun, $"There are no filter lists in {PublishedLists.Folder}; POSTHOGPROXY_FILTER_LISTS names their folder.");

        var recorded = new List<(RecordedRequest Request, bool Blocked)>();
        foreach (var (client, aliases) in Pages)
        {
            var requests = await RecordAsync(client, aliases);
            TestContext.Current.TestOutputHelper?.WriteLine($"{client}, aliases {aliases}:\n{string.Join('\n', requests)}");
            Assert.True(requests.Count >= 12, client);
            Assert.Equal(["Ping", "Script", "Xhr"], requests.Select(request => request.Kind).Distinct().Order());
            var isRenamed = aliases && client == "1.449.2";
            recorded.AddRange(requests.Select(request => (request, !isRenamed && IsBlockedAnywhere(request))));
        }

        if (!PublishedLists.AreHere)
        {
            TestContext.Current.TestOutputHelper?.WriteLine("NO FILTER LISTS: the recorded URLs were judged by no engine.");
            return;
        }

        var verdicts = string.Concat(recorded.Select(request => request.Blocked ? '1' : '0'));
        var report = await BlockerEngines.Ask(JsonSerializer.Serialize(new
        {
            page = Shop + "/",
            lists = Engines.ToDictionary(engine => engine, _ => PublishedLists.UBlockFiles.Append(PublishedLists.AdGuardFile).Select(file => new { name = Path.GetFileName(file), file })),
            requests = recorded.Select(request => new { target = request.Request.Target, kind = request.Request.Kind, method = request.Request.Method }),
            cases = new[] { new { @base = Shop, verdicts = Engines.ToDictionary(engine => engine, _ => verdicts) } },
        }));

        Assert.Equal(Engines.Order(), report.Keys.Order());
        foreach (var (engine, result) in report)
        {
            TestContext.Current.TestOutputHelper?.WriteLine($"{engine}: {result.Compared} requests, {result.Blocked} blocked");
            Assert.Empty(result.Different);
            Assert.Equal((engine, recorded.Count), (engine, result.Compared));
        }

        // Each kind of rule that the facts name has met a real URL.
        Assert.All(["dead-clicks-autocapture.js", "&compression=", "&beacon="], part => Assert.Contains(recorded, request => request.Blocked && request.Request.Target.Contains(part, StringComparison.Ordinal)));
    }

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
            if (url.AbsolutePath.StartsWith(Proxy + "/", StringComparison.Ordinal) && request.ResourceType is not ("ping" or "beacon"))
            {
                requests.Enqueue(new(url.PathAndQuery, Kind(request.ResourceType), request.Method));
            }
        };
        var tab = await profile.NewPageAsync();
        await tab.GotoAsync($"http://127.0.0.1:{page.Port}/");
        await VisitAsync(tab, new
        {
            first = ClientPart.All.Where(part => !part.IsBeacon && part != ClientPart.Replay).Select(part => part.Path),
            last = new[] { ClientPart.Replay.Path },
            events = client == "1.300.0" ? Captured : [.. Captured, "$dead_click"],
        });
        await tab.GotoAsync($"http://127.0.0.1:{page.Port}/left");

        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(Visit.Patience);
        _ = await page.Journal.WaitForEventAsync(captured => captured.Event == "$pageleave", patience.Token);

        // The driver does not tell of beacons whose page is gone; the page has written them down before it went.
        var asked = JsonSerializer.Deserialize<List<AskedRequest>>(
            await tab.EvaluateAsync<string>("sessionStorage.getItem('asked')"), JsonSerializerOptions.Web)!;
        var beacons = asked.Where(request => request.How == "beacon").Select(request => new RecordedRequest(new Uri(request.Url).PathAndQuery, "Ping", "POST"));
        return [.. requests.Concat(beacons).Distinct()];
    }

    // The driver waits for a page's promise without end.
    private static async Task VisitAsync(IPage tab, object plan)
    {
        try
        {
            await tab.EvaluateAsync("plan => window.visit(plan)", plan).WaitAsync(Visit.Patience, TestContext.Current.CancellationToken);
        }
        catch (TimeoutException)
        {
            Assert.Fail($"The visit did not end: {await tab.EvaluateAsync<string>("window.watch.told()")}");
        }
    }

    // As the driver names them, and as compare.mjs does.
    private static string Kind(string type) => type switch
    {
        "script" => "Script",
        "fetch" or "xhr" => "Xhr",
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "A kind of request that no client makes."),
    };

    private sealed record RecordedRequest(string Target, string Kind, string Method);
}
