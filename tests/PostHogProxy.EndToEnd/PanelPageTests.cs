using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using PostHogProxy.Testing;

namespace PostHogProxy.EndToEnd;

/// <summary>An app as its developer has it: the stand-in put behind it by one line, a page with real posthog-js, and the panel as a page of its own.</summary>
public sealed class PanelPageTests
{
    [Fact]
    public async Task What_a_visitor_does_stands_in_the_panel_and_ends_a_tests_wait()
    {
        await using var postHog = await PostHogStandIn.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
        await using var app = await StartAsync(postHog);
        var chromium = await TestContext.Current.GetFixture<Chromium>();
        await using var profile = await chromium!.NewProfileAsync();
        var browser = new BrowserLog(profile);
        var panel = await profile.NewPageAsync();
        await panel.GotoAsync(app.Urls.First() + "/seen");
        await Assertions.Expect(panel.Locator("#panel-state")).ToHaveTextAsync("live");

        var page = await profile.NewPageAsync();
        await page.GotoAsync(app.Urls.First() + "/page");
        await page.WaitForFunctionAsync("() => window.posthog && posthog.__loaded");
        await page.EvaluateAsync("() => posthog.capture('checkout completed', { total: 42 })");

        var checkout = await postHog.WaitForEventAsync("checkout completed", Visit.Patience, TestContext.Current.CancellationToken);
        Assert.Equal(42, checkout.Body.GetProperty("properties").GetProperty("total").GetInt32());
        Assert.Empty(postHog.Problems);
        await panel.BringToFrontAsync();
        await Assertions.Expect(panel.Locator(".row[data-events~='checkout']")).ToHaveCountAsync(1);
        await Assertions.Expect(panel.Locator("#problems")).ToHaveTextAsync("none");
        await Assertions.Expect(panel.Locator("#cookies-received")).ToHaveTextAsync("none");

        // What is hidden stays hidden, and comes back.
        var chip = panel.Locator("#panel-kinds button[data-kind='event']");
        await chip.ClickAsync();
        await Assertions.Expect(panel.Locator(".row[data-events~='checkout']")).ToBeHiddenAsync();
        await chip.ClickAsync();
        await Assertions.Expect(panel.Locator(".row[data-events~='checkout']")).ToBeVisibleAsync();
        Assert.Empty(browser.Complaints);
    }

    [Fact]
    public async Task A_panel_that_stays_open_shows_what_reaches_a_stand_in_that_was_started_again()
    {
        var chromium = await TestContext.Current.GetFixture<Chromium>();
        await using var profile = await chromium!.NewProfileAsync();
        var panel = await profile.NewPageAsync();
        string address;
        await using (var earlier = await PostHogStandIn.StartAsync(cancellationToken: TestContext.Current.CancellationToken))
        {
            await using var before = await StartAsync(earlier);
            address = before.Urls.First();
            await panel.GotoAsync(address + "/seen");
            foreach (var name in (string[])["one", "two", "three"])
            {
                await SendAsync(address, name, "phc_of_nobody");
            }

            await Assertions.Expect(panel.Locator(".row")).ToHaveCountAsync(3);
            await Assertions.Expect(panel.Locator("#problems")).ToHaveTextAsync("3");
            await SendAsync(address, "four");
            await Assertions.Expect(panel.Locator(".row[data-events='four']")).ToHaveCountAsync(1);
        }

        await using var postHog = await PostHogStandIn.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
        await using var app = await StartAsync(postHog, address);
        await SendAsync(address, "first");
        await SendAsync(address, "second");

        // Nothing of the earlier run is left, and nothing of this one is missing.
        await Assertions.Expect(panel.Locator(".row[data-events='first']")).ToHaveCountAsync(1, new() { Timeout = (float)Visit.Patience.TotalMilliseconds });
        await Assertions.Expect(panel.Locator(".row")).ToHaveCountAsync(2);
        await Assertions.Expect(panel.Locator("#problems")).ToHaveTextAsync("none");
        await Assertions.Expect(panel.Locator("#panel-kinds button[data-kind='event'] .count")).ToHaveTextAsync("2");
        await SendAsync(address, "third");
        await Assertions.Expect(panel.Locator(".row")).ToHaveCountAsync(3);
    }

    private static async Task SendAsync(string address, string name, string? token = null)
    {
        using var http = new HttpClient();
        using var answer = await http.PostAsync(
            address + "/k3fw/e/",
            new StringContent($$"""{"event":"{{name}}","distinct_id":"d","api_key":"{{token ?? StandInProject.EuDemo.Token}}"}"""),
            TestContext.Current.CancellationToken);
        Assert.True(answer.IsSuccessStatusCode, answer.StatusCode.ToString());
    }

    private static async Task<WebApplication> StartAsync(PostHogStandIn postHog, string address = "http://127.0.0.1:0")
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseUrls(address);
        builder.Services.AddRoutingCore();
        builder.Services.UsePostHogStandIn(postHog);
        var app = builder.Build();
        app.MapPostHogProxy("/k3fw", PostHogRegion.Eu);
        app.MapPostHogStandInPanel("/seen", postHog);
        app.MapGet("/page", context =>
        {
            var snippet = PostHogSnippet.Create(context, each => each.Token = StandInProject.EuDemo.Token);
            context.Response.ContentType = "text/html; charset=utf-8";
            return context.Response.WriteAsync($"<!DOCTYPE html><title>x</title><link rel=\"icon\" href=\"data:,\">{snippet}<h1>Page</h1>");
        });
        await app.StartAsync(TestContext.Current.CancellationToken);
        return app;
    }
}
