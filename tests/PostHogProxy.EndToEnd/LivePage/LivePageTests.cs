using System.Diagnostics;
using System.Globalization;
using Microsoft.Playwright;
using static PostHogProxy.EndToEnd.LivePage.BuriedLetter;

namespace PostHogProxy.EndToEnd.LivePage;

/// <summary>The app's live page in a real browser.</summary>
public sealed class LivePageTests
{
    [Fact]
    public async Task An_event_appears_with_its_name()
    {
        await using var app = await PagedApp.StartAsync();
        await app.OpenPageAsync();

        var begun = Stopwatch.GetTimestamp();
        await app.SendAsync("checkout completed");
        await Assertions.Expect(app.Page.Locator("#exchanges-body .events").First).ToHaveTextAsync("checkout completed");
        TestContext.Current.SendDiagnosticMessage(string.Create(CultureInfo.InvariantCulture, $"The event was on the page after {Stopwatch.GetElapsedTime(begun).TotalMilliseconds:0} ms."));

        await Assertions.Expect(app.Page.Locator("#headline")).ToHaveTextAsync("Events arrive");
        await Assertions.Expect(app.Page.Locator("tr[data-kind=capture] .n").First).ToHaveTextAsync("1");
    }

    [Fact]
    public async Task Many_tabs_show_the_same()
    {
        await using var app = await PagedApp.StartAsync();
        await app.OpenPageAsync();
        var second = await app.Page.Context.NewPageAsync();
        await second.GotoAsync(app.Page.Url);
        await app.SendAsync("seen twice");

        await Assertions.Expect(second.Locator("#exchanges-body .events").First).ToHaveTextAsync("seen twice");
        await app.Page.BringToFrontAsync();
        await Assertions.Expect(app.Page.Locator("#exchanges-body .events").First).ToHaveTextAsync("seen twice");
    }

    [Fact]
    public async Task An_outage_shows_with_what_to_do()
    {
        await using var app = await PagedApp.StartAsync();
        await app.OpenPageAsync();
        app.Status = 503;
        await app.SendAsync("lost");

        await Assertions.Expect(app.Page.Locator("#headline")).ToHaveTextAsync("Events don't arrive");
        await Assertions.Expect(app.Page.Locator("#problems")).ToContainTextAsync("1 of 1 request(s) of the last five minutes failed, 1 of them with events");
        await Assertions.Expect(app.Page.Locator("#problems")).ToContainTextAsync("What to do: The log says why");
        await Assertions.Expect(app.Page.Locator("#exchanges-body tbody tr").First).ToContainTextAsync("503");
        await Assertions.Expect(app.Page).ToHaveTitleAsync(new System.Text.RegularExpressions.Regex("^✕ "));
    }

    [Fact]
    public async Task The_page_works_under_a_path_base()
    {
        await using var app = await PagedApp.StartAsync(outbox: true, pathBase: "/shop");
        await app.OpenPageAsync("/shop");
        await app.SendAsync("under a base", "/shop");

        await Assertions.Expect(app.Page.Locator("#exchanges-body .events").First).ToHaveTextAsync("under a base");
    }

    [Fact]
    public async Task A_row_that_has_not_changed_stays_what_it_was_and_an_open_table_stays_open()
    {
        await using var app = await PagedApp.StartAsync();
        await app.OpenPageAsync();
        await app.SendAsync("seen");
        await Assertions.Expect(app.Page.Locator("#exchanges-body .events").First).ToHaveTextAsync("seen");
        await app.Page.Locator("details summary").ClickAsync();
        await app.Page.EvaluateAsync("() => { window.row = document.querySelector('#exchanges-body tbody tr'); }");

        // Some looks later.
        await Assertions.Expect(app.Page.Locator("#detail")).ToHaveTextAsync(new System.Text.RegularExpressions.Regex("^The last one came ([3-9]|[0-9]{2,}) s ago"));
        Assert.True(await app.Page.EvaluateAsync<bool>("() => window.row.isConnected"));
        await app.SendAsync("seen later");
        await Assertions.Expect(app.Page.Locator("#exchanges-body .events").First).ToHaveTextAsync("seen later");
        await Assertions.Expect(app.Page.Locator("#figures-body table")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_preflight_is_no_event_that_arrived()
    {
        await using var app = await PagedApp.StartAsync();
        await app.OpenPageAsync();
        using var request = new HttpRequestMessage(HttpMethod.Options, new Uri("/k3fw/e/", UriKind.Relative));
        using var asked = await app.Client.SendAsync(request, TestContext.Current.CancellationToken);

        await Assertions.Expect(app.Page.Locator("#exchanges-body tbody tr")).ToHaveCountAsync(1);
        await Assertions.Expect(app.Page.Locator("#headline")).ToHaveTextAsync("No event in the last five minutes");
        await Assertions.Expect(app.Page.Locator("#detail")).ToHaveTextAsync("No event has arrived in the last hour.");
        await Assertions.Expect(app.Page.Locator("#traffic-body")).ToContainTextAsync("answered here");
        await app.SendAsync("seen");
        await Assertions.Expect(app.Page.Locator("#headline")).ToHaveTextAsync("Events arrive");
    }

    [Fact]
    public async Task A_tab_that_nobody_sees_closes_its_stream()
    {
        await using var app = await PagedApp.StartAsync();
        await app.OpenPageAsync();
        await app.Page.EvaluateAsync(
            """
            () => {
              Object.defineProperty(document, 'hidden', { configurable: true, get: () => true });
              document.dispatchEvent(new Event('visibilitychange'));
            }
            """);

        await Assertions.Expect(app.Page.Locator("#live-text")).ToHaveTextAsync("Paused");
    }

    [Fact]
    public async Task The_page_breaks_no_policy_of_its_own_and_asks_nobody_else()
    {
        await using var app = await PagedApp.StartAsync(outbox: true);
        var complaints = new List<string>();
        var asked = new List<string>();
        app.Page.Console += (_, message) => complaints.Add(message.Text);
        app.Page.PageError += (_, error) => complaints.Add(error);
        app.Page.Request += (_, request) => asked.Add(request.Url);
        await app.SendAsync("one");
        await BuryAsync(app, "two");

        Assert.Empty(complaints);
        var host = app.Client.BaseAddress!.GetLeftPart(UriPartial.Authority);
        Assert.All(asked, url => Assert.True(url.StartsWith(host, StringComparison.Ordinal) || url.StartsWith("data:", StringComparison.Ordinal), url));
    }
}
