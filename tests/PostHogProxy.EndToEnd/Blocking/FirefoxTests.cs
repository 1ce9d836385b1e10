using System.Text.RegularExpressions;
using PostHogProxy.Rules.Tests.Blocking;
using PostHogStandIn;
using static PostHogProxy.EndToEnd.Blocking.ClientPart;

namespace PostHogProxy.EndToEnd.Blocking;

/// <summary>The real uBlock Origin in a real Firefox: what it leaves of each set-up. Part of the long run, because it needs both.</summary>
public sealed class FirefoxTests
{
    private const string Own = "the lists that come with the extension";
    private const string Published = "the published lists";

    private static readonly IReadOnlyList<ClientPart> AfterConfig =
        [RecorderScript, DeadClicksScript, ExceptionScript, SurveysScript, Surveys, Replay];

    // What facts say of the lists in June 2026 and of those of 2025 that Debian's package has.
    private static readonly Dictionary<string, FirefoxScenario[]> Scenarios = new()
    {
        [Own] =
        [
            new("/tracking/events", "1.449.2") { Blocked = [.. All.Except(AfterConfig)], NotAsked = AfterConfig },
            new("/ingest", "1.391.3") { Blocked = [Surveys, Events, LastEvents, Replay] },
            new("/k3fw", "1.391.3"),
            new("/k3fw", "1.449.2"),
            new("/k3fw", "1.449.2", Aliases: true),
        ],
        [Published] =
        [
            new("/tracking/events", "1.449.2") { Blocked = [.. All.Except(AfterConfig)], NotAsked = AfterConfig },
            new("/ingest", "1.391.3") { Blocked = [DeadClicksScript, Surveys, Events, LastEvents, Replay] },
            new("/k3fw", "1.300.0") { Blocked = [DeadClicksScript, Events, LastEvents] },
            new("/k3fw", "1.449.2") { Blocked = [DeadClicksScript] },
            new("/k3fw", "1.449.2", Aliases: true),
        ],
    };

    public static TheoryData<string> Lists => PublishedLists.AreHere ? [Own, Published] : [Own];

    [Theory(Explicit = true)]
    [MemberData(nameof(Lists))]
    public async Task UBlock_Origin_in_Firefox_blocks_what_the_page_says_and_nothing_under_aliases(string lists)
    {
        var version = Firefox.ExtensionVersion;
        var scenarios = Scenarios[lists];
        var (run, outcomes) = await VisitAsync(scenarios, extension: true, lists);

        foreach (var (scenario, outcome) in scenarios.Zip(outcomes))
        {
            var expected = All.Select(part => (part.Name, scenario.Blocked.Contains(part) ? "blocked" : scenario.NotAsked.Contains(part) ? "not asked for" : "arrived"));
            Assert.Equal(expected.Select(part => $"{scenario}: {part}"), outcome.Select(part => $"{scenario}: {(part.Key, part.Value)}"));
        }

        await BlockersPage.HoldAsync(lists, scenarios, outcomes, $"Firefox {run.Browser.Split('/')[1]}, uBlock Origin {version}");
    }

    // Else the test above would also pass where something other than the extension stops the requests.
    [Fact(Explicit = true)]
    public async Task Without_uBlock_Origin_everything_arrives_in_the_same_Firefox()
    {
        FirefoxScenario[] scenarios = [new("/tracking/events", "1.449.2"), new("/ingest", "1.391.3"), new("/k3fw", "1.300.0")];
        var (_, outcomes) = await VisitAsync(scenarios, extension: false, Own);

        Assert.All(outcomes.SelectMany(outcome => outcome), part => Assert.Equal((part.Key, "arrived"), (part.Key, part.Value)));
    }

    private static async Task<(FirefoxRun Run, IReadOnlyList<Dictionary<string, string>> Outcomes)> VisitAsync(
        IReadOnlyList<FirefoxScenario> scenarios, bool extension, string lists)
    {
        var pages = new List<ClientPage>();
        try
        {
            foreach (var scenario in scenarios)
            {
                pages.Add(await ClientPage.StartAsync(scenario.Prefix, scenario.Client, scenario.Aliases));
            }

            var run = await Firefox.RunAsync(
                extension,
                lists == Published ? PublishedLists.UBlockFiles : [],
                "/tracking/events/canary",
                pages.Zip(scenarios, (page, scenario) => (page, scenario.Plan)));

            var outcomes = new List<Dictionary<string, string>>();
            foreach (var ((scenario, page), visit) in scenarios.Zip(pages).Zip(run.Visits))
            {
                TestContext.Current.TestOutputHelper?.WriteLine($"{scenario}:\n{string.Join('\n', visit.Asked)}\n{string.Join('\n', visit.Failed)}\nPostHog:");
                if (scenario.Blocked.Contains(LastEvents))
                {
                    Assert.DoesNotContain(page.Journal.Events, captured => captured.Event != "$snapshot");
                }
                else
                {
                    await EverythingCapturedArrivesAsync(scenario, page.Journal);
                }

                TestContext.Current.TestOutputHelper?.WriteLine(string.Join('\n', page.Journal.Requests.Select(request => $"{request.Method} {request.RawTarget} {request.Status} {string.Join(", ", request.Events.Select(one => one.Event))}")));
                outcomes.Add(All.ToDictionary(part => part.Name, part => Outcome(part, visit, page.Journal)));
            }

            return (run, outcomes);
        }
        finally
        {
            foreach (var page in pages)
            {
                await page.DisposeAsync();
            }
        }
    }

    // The browser's word for what was blocked, PostHog's for what arrived; both have to agree.
    private static string Outcome(ClientPart part, FirefoxVisit visit, StandInJournal journal)
    {
        var failed = visit.Failed.Select(request => request.Url).ToHashSet();
        if (part.IsBeacon)
        {
            // The driver does not always tell what became of requests whose page is gone; PostHog was waited for where they should arrive.
            return journal.Events.Any(captured => captured.Event == "$pageleave") ? "arrived" : "blocked";
        }

        var asked = visit.Asked.Where(request => request.How != "beacon" && Is(part, request.Name)).ToList();
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

    private static async Task EverythingCapturedArrivesAsync(FirefoxScenario scenario, StandInJournal journal)
    {
        foreach (var name in scenario.Captured.Concat(scenario.Arrived.Contains(Replay) ? ["$pageleave", "$snapshot"] : ["$pageleave"]))
        {
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
            patience.CancelAfter(Visit.Patience);
            _ = await journal.WaitForEventAsync(captured => captured.Event == name, patience.Token);
        }
    }
}
