using System.Diagnostics;
using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

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
    public async Task A_dead_letter_is_retried_and_arrives()
    {
        await using var app = await PagedApp.StartAsync(outbox: true);
        await BuryAsync(app, "refused once");

        app.Status = 0;
        await app.Page.GetByRole(AriaRole.Button, new() { Name = "Retry all" }).ClickAsync();
        await Assertions.Expect(app.Page.Locator("#outbox-result")).ToHaveTextAsync("1 dead letter(s) wait to be sent again.");
        await app.ArrivesAsync("refused once");
        await Assertions.Expect(app.Page.Locator("#letters")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task A_dead_letter_is_dropped_and_never_arrives()
    {
        await using var app = await PagedApp.StartAsync(outbox: true);
        await BuryAsync(app, "dropped");

        app.Status = 0;
        app.Page.Dialog += static (_, dialog) => _ = dialog.AcceptAsync();
        await app.Page.GetByRole(AriaRole.Button, new() { Name = "Drop: dead letter of events" }).ClickAsync();
        await Assertions.Expect(app.Page.Locator("#outbox-result")).ToHaveTextAsync("1 dead letter(s) deleted.");
        await Assertions.Expect(app.Page.Locator("#letters")).ToHaveCountAsync(0);

        await app.SendAsync("after it");
        await app.ArrivesAsync("after it");
        Assert.DoesNotContain(app.Journal.Events, captured => captured.Event == "dropped");
    }

    [Fact]
    public async Task A_question_that_is_answered_with_no_drops_nothing()
    {
        await using var app = await PagedApp.StartAsync(outbox: true);
        await BuryAsync(app, "kept");

        app.Page.Dialog += static (_, dialog) => _ = dialog.DismissAsync();
        await app.Page.GetByRole(AriaRole.Button, new() { Name = "Drop all" }).ClickAsync();
        await app.Page.GetByRole(AriaRole.Button, new() { Name = "Retry all" }).ClickAsync();

        await Assertions.Expect(app.Page.Locator("#outbox-result")).ToHaveTextAsync("1 dead letter(s) wait to be sent again.");
    }

    [Fact]
    public async Task Without_an_outbox_there_is_no_section_of_it()
    {
        await using var app = await PagedApp.StartAsync();
        await app.OpenPageAsync();
        await Assertions.Expect(app.Page.Locator("#proxies-body article")).ToHaveCountAsync(1);

        await Assertions.Expect(app.Page.Locator("#outbox")).ToBeHiddenAsync();
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
    public async Task The_buttons_work_behind_a_proxy_that_takes_a_prefix_off()
    {
        await using var app = await PagedApp.StartAsync(outbox: true, prefix: "/front");
        await BuryAsync(app, "behind a prefix", "/front");

        app.Status = 0;
        await app.Page.GetByRole(AriaRole.Button, new() { Name = "Retry all" }).ClickAsync();
        await Assertions.Expect(app.Page.Locator("#outbox-result")).ToHaveTextAsync("1 dead letter(s) wait to be sent again.");
        await app.ArrivesAsync("behind a prefix");
    }

    [Fact]
    public async Task A_press_that_spans_new_figures_is_a_press()
    {
        await using var app = await PagedApp.StartAsync(outbox: true);
        await BuryAsync(app, "refused");
        app.Status = 503;
        await app.SendAsync("waits");
        var figures = app.Page.Locator("#outbox .big").First;
        await Assertions.Expect(figures).ToContainTextAsync("Requests that wait1");

        await app.Page.GetByRole(AriaRole.Button, new() { Name = "Retry all" }).HoverAsync();
        await app.Page.Mouse.DownAsync();
        await app.SendAsync("waits too");
        await Assertions.Expect(figures).ToContainTextAsync("Requests that wait2");
        await app.Page.Mouse.UpAsync();

        await Assertions.Expect(app.Page.Locator("#outbox-result")).ToHaveTextAsync("1 dead letter(s) wait to be sent again.");
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
    public async Task A_button_that_antiforgery_keeps_from_working_says_why()
    {
        await using var app = await PagedApp.StartAsync(
            outbox: true, services: static services => services.AddAntiforgery(static options => options.Cookie.SecurePolicy = CookieSecurePolicy.Always));
        await BuryAsync(app, "refused");

        await app.Page.GetByRole(AriaRole.Button, new() { Name = "Retry all" }).ClickAsync();
        await Assertions.Expect(app.Page.Locator("#outbox-result")).ToContainTextAsync("The buttons don't work, because the app's antiforgery gives this page no token.");
        await Assertions.Expect(app.Page.Locator("#outbox-result")).ToContainTextAsync("Open the page over https.");
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

    /// <summary>Kept while PostHog is down, and refused when it is back.</summary>
    internal static async Task BuryAsync(PagedApp app, string name, string before = "")
    {
        await app.OpenPageAsync(before);
        app.Status = 503;
        await app.SendAsync(name, before);
        await Assertions.Expect(app.Page.Locator("#exchanges-body tbody tr").First).ToContainTextAsync("kept in the outbox");
        app.Status = 401;
        await Assertions.Expect(app.Page.Locator("#letters tbody tr")).ToHaveCountAsync(1);
    }
}
