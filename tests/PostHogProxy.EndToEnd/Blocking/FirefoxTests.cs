using System.Text.RegularExpressions;
using PostHogProxy.Rules.Tests.Blocking;
using PostHogProxy.Testing;
using static PostHogProxy.EndToEnd.Blocking.ClientPart;

namespace PostHogProxy.EndToEnd.Blocking;

/// <summary>The Storefront in a real Firefox with the real uBlock Origin: what it leaves of each set-up. Part of the long run, because it needs both.</summary>
public sealed class FirefoxTests
{
    private const string Own = "the lists that come with the extension";
    private const string Published = "the published lists";

    // Without posthog-js nothing follows.
    private static readonly FirefoxScenario NothingArrives = new("/tracking/events", "1.449.2") { Blocked = [Library], NotAsked = [.. All.Skip(1)] };

    // What facts say of the lists in June 2026 and of those of 2025 that Debian's package has.
    private static readonly Dictionary<string, FirefoxScenario[]> Scenarios = new()
    {
        [Own] =
        [
            NothingArrives,
            new("/ingest", "1.391.3") { Blocked = [Surveys, Events, LastEvents, Replay] },
            new("/k3fw", "1.391.3"),
            new("/k3fw", "1.449.2"),
            new("/k3fw", "1.449.2", Aliases: true),
        ],
        [Published] =
        [
            NothingArrives,
            new("/ingest", "1.391.3") { Blocked = [DeadClicksScript, Surveys, Events, LastEvents, Replay] },
            new("/k3fw", "1.300.0") { Blocked = [DeadClicksScript, Events, LastEvents] },
            new("/k3fw", "1.449.2") { Blocked = [DeadClicksScript] },
            new("/k3fw", "1.449.2", Aliases: true),
        ],
    };

    public static TheoryData<string> Lists => PublishedLists.AreHere ? [Own, Published] : [Own];

    [Theory(Explicit = true)]
    [MemberData(nameof(Lists))]
    public async Task UBlock_Origin_blocks_of_the_Storefront_what_the_page_says_and_nothing_under_aliases(string lists)
    {
        var version = Firefox.ExtensionVersion;
        var scenarios = Scenarios[lists];
        var (run, outcomes) = await VisitAsync(scenarios, extension: true, lists);

        foreach (var (scenario, outcome) in scenarios.Zip(outcomes))
        {
            var expected = All.Select(part => (part.Name, scenario.Blocked.Contains(part) ? "blocked" : scenario.NotAsked.Contains(part) ? "not asked for" : "arrived"));
            Assert.Equal(expected.Select(part => $"{scenario}: {part}"), outcome.Parts.Select(part => $"{scenario}: {(part.Key, part.Value)}"));
            Assert.Equal(scenario.Events, outcome.Events);
        }

        await BlockersPage.HoldAsync(lists, scenarios, outcomes, $"Firefox {run.Browser.Split('/')[1]}, uBlock Origin {version}");
    }

    // Else the test above would also pass where something other than the extension stops the requests.
    [Fact(Explicit = true)]
    public async Task Without_uBlock_Origin_everything_arrives_in_the_same_Firefox()
    {
        FirefoxScenario[] scenarios = [new("/tracking/events", "1.449.2"), new("/ingest", "1.391.3"), new("/k3fw", "1.300.0")];
        var (_, outcomes) = await VisitAsync(scenarios, extension: false, Own);

        Assert.All(outcomes.SelectMany(outcome => outcome.Parts), part => Assert.Equal((part.Key, "arrived"), (part.Key, part.Value)));
        Assert.All(outcomes, outcome => Assert.Equal(FirefoxScenario.AllEvents, outcome.Events));
    }

    private static async Task<(FirefoxRun Run, IReadOnlyList<FirefoxOutcome> Outcomes)> VisitAsync(
        IReadOnlyList<FirefoxScenario> scenarios, bool extension, string lists)
    {
        var shops = new List<ScenarioShop>();
        try
        {
            foreach (var scenario in scenarios)
            {
                shops.Add(await ScenarioShop.StartAsync(scenario));
            }

            var run = await Firefox.RunAsync(
                extension, lists == Published ? PublishedLists.UBlockFiles : [], "/tracking/events/canary", scenarios.Zip(shops));

            var outcomes = new List<FirefoxOutcome>();
            foreach (var (scenario, shop, visit) in scenarios.Zip(shops, run.Visits))
            {
                TestContext.Current.TestOutputHelper?.WriteLine($"{scenario}:\n{string.Join('\n', visit.Asked)}\n{string.Join('\n', visit.Failed)}\nPostHog:");
                await EverythingExpectedArrivesAsync(scenario, shop.Journal);
                TestContext.Current.TestOutputHelper?.WriteLine(string.Join('\n', shop.Journal.Requests.Select(request => $"{request.Method} {request.RawTarget} {request.Status} {string.Join(", ", request.Events.Select(one => one.Event))}")));
                if (!scenario.Arrived.Any())
                {
                    Assert.Empty(shop.Journal.Requests);
                }

                if (scenario.Aliases)
                {
                    AliasedPaths.AreAllOf([.. visit.Asked.Select(request => new Uri(request.Url).AbsolutePath)], scenario.Prefix + "/");
                }

                outcomes.Add(new(All.ToDictionary(part => part.Name, part => Outcome(part, visit, shop.Journal)), Seen(shop.Journal)));
            }

            return (run, outcomes);
        }
        finally
        {
            foreach (var shop in shops)
            {
                await shop.DisposeAsync();
            }
        }
    }

    // The browser's word for what was blocked, PostHog's for what arrived; both have to agree.
    private static string Outcome(ClientPart part, FirefoxVisit visit, StandInJournal journal)
    {
        var asked = visit.Asked.Where(request => request.How == "beacon" == part.IsBeacon && Is(part, request.Name)).ToList();
        if (part.IsBeacon)
        {
            // The driver does not always tell what became of requests whose page is gone; PostHog was waited for where they should arrive.
            return asked.Count == 0 ? "not asked for" : journal.Events.Any(captured => captured.Event == "$pageleave") ? "arrived" : "blocked";
        }

        var failed = visit.Failed.Select(request => request.Url).ToHashSet();
        var blocked = asked.Count(request => failed.Contains(request.Url));
        var arrived = journal.Requests.Count(request => Is(part, request.Path) && request.Status == 200);
        return (asked.Count, blocked) switch
        {
            (0, _) => arrived == 0 ? "not asked for" : "arrived unasked",
            var (all, stopped) when all == stopped => arrived == 0 ? "blocked" : "blocked, and yet arrived",
            (_, 0) => arrived > 0 ? "arrived" : "lost",
            _ => "partly blocked",
        };
    }

    private static bool Is(ClientPart part, string path) => Regex.IsMatch(path, part.Path);

    private static async Task EverythingExpectedArrivesAsync(FirefoxScenario scenario, StandInJournal journal)
    {
        foreach (var name in scenario.Events)
        {
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
            patience.CancelAfter(Visit.Patience);
            _ = await journal.WaitForEventAsync(captured => captured.Event == name, patience.Token);
        }
    }

    private static List<string> Seen(StandInJournal journal)
    {
        var seen = journal.Events.Select(captured => captured.Event).ToHashSet();
        return [.. FirefoxScenario.AllEvents.Where(seen.Contains)];
    }
}
