using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using static PostHogProxy.EndToEnd.LivePage.BuriedLetter;

namespace PostHogProxy.EndToEnd.LivePage;

/// <summary>The outbox on the app's live page in a real browser: dead letters and their buttons.</summary>
public sealed class LivePageOutboxTests
{
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
    public async Task A_button_that_antiforgery_keeps_from_working_says_why()
    {
        await using var app = await PagedApp.StartAsync(
            outbox: true, services: static services => services.AddAntiforgery(static options => options.Cookie.SecurePolicy = CookieSecurePolicy.Always));
        await BuryAsync(app, "refused");

        await app.Page.GetByRole(AriaRole.Button, new() { Name = "Retry all" }).ClickAsync();
        await Assertions.Expect(app.Page.Locator("#outbox-result")).ToContainTextAsync("The buttons don't work, because the app's antiforgery gives this page no token.");
        await Assertions.Expect(app.Page.Locator("#outbox-result")).ToContainTextAsync("Open the page over https.");
    }
}
