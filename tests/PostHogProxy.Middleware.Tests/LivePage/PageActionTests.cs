using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using PostHogProxy.Keeping;

namespace PostHogProxy.Middleware.Tests.LivePage;

/// <summary>The page's buttons: only the page itself presses them, for the user who loaded it.</summary>
public sealed class PageActionTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_page_retries_one_dead_letter_and_drops_all(bool hasAntiforgery)
    {
        var outbox = new FakeOutbox();
        await using var shop = await OpenAsync(outbox, hasAntiforgery);
        var page = await LoadAsync(shop, "ada");

        Assert.Equal(HttpStatusCode.OK, (await PressAsync(shop, "retry", "17", page, "ada")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await PressAsync(shop, "drop", "", page, "ada")).StatusCode);

        Assert.Equal(["retry 17", "drop all"], outbox.Asked);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_does_not_come_from_the_page_does_nothing(bool hasAntiforgery)
    {
        var outbox = new FakeOutbox();
        await using var shop = await OpenAsync(outbox, hasAntiforgery);
        var page = await LoadAsync(shop, "ada");
        var other = await LoadAsync(shop, "ada");

        // Another site's form or script sends the cookie at most, and knows no token.
        await RefusedAsync(page with { Token = "" }, "ada");
        await RefusedAsync(page with { Cookie = "" }, "ada");
        await RefusedAsync(page with { Token = page.Token[..^2] + (page.Token.EndsWith("00", StringComparison.Ordinal) ? "11" : "00") }, "ada");

        // A token of another cookie, and one of another user.
        await RefusedAsync(page with { Cookie = other.Cookie }, "ada");
        await RefusedAsync(page, "bob");

        // The browser says that another site asks.
        await RefusedAsync(page, "ada", "cross-site");
        await RefusedAsync(page, "ada", "same-site");
        Assert.Empty(outbox.Asked);

        async Task RefusedAsync(LoadedPage with, string user, string? site = null)
        {
            var answer = await PressAsync(shop, "drop", "", with, user, site);
            Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
            Assert.Contains("Load the page again", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    public async Task No_other_method_does_anything(string method)
    {
        var outbox = new FakeOutbox();
        await using var shop = await OpenAsync(outbox, hasAntiforgery: false);
        using var answer = await shop.SendAsync(new(method), "/posthog-proxy/outbox/drop", "ada");

        Assert.Equal(HttpStatusCode.MethodNotAllowed, answer.StatusCode);
        Assert.Empty(outbox.Asked);
    }

    [Fact]
    public async Task An_anonymous_visitor_gets_no_further_than_the_sign_in()
    {
        var outbox = new FakeOutbox();
        await using var shop = await PagedShop.OpenAsync(
            "Production", static app => app.MapPostHogProxyPage().RequireAuthorization(), builder => builder.Services.AddSingleton<IOutboxView>(outbox));
        var page = await LoadAsync(shop, "ada");

        Assert.Equal(HttpStatusCode.Unauthorized, (await PressAsync(shop, "drop", "", page, user: null)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await PressAsync(shop, "drop", "1", page, "ada")).StatusCode);
        Assert.Equal(["drop 1"], outbox.Asked);
    }

    [Fact]
    public async Task A_long_body_is_no_id()
    {
        var outbox = new FakeOutbox();
        await using var shop = await OpenAsync(outbox, hasAntiforgery: false);
        var page = await LoadAsync(shop, "ada");

        Assert.Equal(HttpStatusCode.BadRequest, (await PressAsync(shop, "retry", new string('1', 513), page, "ada")).StatusCode);
        Assert.Empty(outbox.Asked);
    }

    [Fact]
    public async Task An_outbox_that_cannot_be_reached_says_why()
    {
        var outbox = new FakeOutbox { Fails = new IOException("The file is locked") };
        await using var shop = await OpenAsync(outbox, hasAntiforgery: false);
        var answer = await PressAsync(shop, "retry", "", await LoadAsync(shop, "ada"), "ada");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Equal("The outbox can't be changed now: The file is locked.", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Without_an_outbox_there_are_no_buttons_to_press()
    {
        await using var shop = await PagedShop.OpenAsync();
        using var answer = await shop.SendAsync(HttpMethod.Post, "/posthog-proxy/outbox/drop");

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Fact]
    public async Task The_cookie_is_for_the_folder_of_the_page_and_no_script_reads_it()
    {
        await using var shop = await OpenAsync(new FakeOutbox(), hasAntiforgery: false);
        using var answer = await shop.GetAsync("/posthog-proxy", "ada");
        var cookie = answer.Headers.GetValues("Set-Cookie").Single();

        // The browser takes the folder of the page that it has asked for: a proxy in front may have another path than the app.
        Assert.DoesNotContain("path", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("httponly", cookie, StringComparison.Ordinal);
        Assert.Contains("samesite=strict", cookie, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_that_antiforgery_gives_no_token_says_so_and_its_buttons_do_nothing()
    {
        var outbox = new FakeOutbox();
        await using var shop = await PagedShop.OpenAsync(services: builder =>
        {
            builder.Services.AddSingleton<IOutboxView>(outbox);
            builder.Services.AddAntiforgery(static options => options.Cookie.SecurePolicy = CookieSecurePolicy.Always);
        });
        using var answer = await shop.GetAsync("/posthog-proxy", "ada");
        var page = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Contains("data-token=\"\" data-problem=\"The buttons don't work, because the app's antiforgery gives this page no token. ", page, StringComparison.Ordinal);
        Assert.Contains("SecurePolicy = Always", page, StringComparison.Ordinal);
        Assert.Contains("Open the page over https.", page, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.BadRequest, (await PressAsync(shop, "drop", "", new("a=b", "RequestVerificationToken", "c"), "ada")).StatusCode);
        Assert.Empty(outbox.Asked);
    }

    [Theory]
    [InlineData("https://elsewhere.example", HttpStatusCode.Forbidden)]
    [InlineData("http://localhost.elsewhere.example", HttpStatusCode.Forbidden)]
    [InlineData("null", HttpStatusCode.Forbidden)]
    [InlineData("http://localhost:5001", HttpStatusCode.OK)]
    [InlineData("https://shop.localhost", HttpStatusCode.OK)]
    [InlineData("http://[::1]:5001", HttpStatusCode.OK)]
    public async Task In_Development_a_page_of_another_machine_presses_nothing(string origin, HttpStatusCode status)
    {
        var outbox = new FakeOutbox();
        await using var shop = await OpenAsync(outbox, hasAntiforgery: false);
        var page = await LoadAsync(shop, "ada");

        Assert.Equal(status, (await PressAsync(shop, "retry", "17", page, "ada", origin: origin)).StatusCode);
        Assert.Equal(status == HttpStatusCode.OK ? 1 : 0, outbox.Asked.Count);
    }

    private static Task<PagedShop> OpenAsync(FakeOutbox outbox, bool hasAntiforgery) => PagedShop.OpenAsync(services: builder =>
    {
        builder.Services.AddSingleton<IOutboxView>(outbox);
        if (hasAntiforgery)
        {
            builder.Services.AddAntiforgery();
        }
    });

    private static async Task<LoadedPage> LoadAsync(PagedShop shop, string user)
    {
        using var answer = await shop.GetAsync("/posthog-proxy", user);
        var page = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return new(
            answer.Headers.GetValues("Set-Cookie").Single().Split(';')[0],
            page.Split("data-header=\"")[1].Split('"')[0],
            WebUtility.HtmlDecode(page.Split("data-token=\"")[1].Split('"')[0]));
    }

    private static Task<HttpResponseMessage> PressAsync(PagedShop shop, string action, string id, LoadedPage page, string? user, string? site = "same-origin", string? origin = null) =>
        shop.SendAsync(HttpMethod.Post, "/posthog-proxy/outbox/" + action, user, request =>
        {
            request.Content = new StringContent(id);
            if (page.Cookie.Length > 0)
            {
                request.Headers.Add("Cookie", page.Cookie);
            }

            if (page.Token.Length > 0)
            {
                request.Headers.Add(page.Header, page.Token);
            }

            if (site is not null)
            {
                request.Headers.Add("Sec-Fetch-Site", site);
            }

            if (origin is not null)
            {
                request.Headers.Add("Origin", origin);
            }
        });

    private sealed record LoadedPage(string Cookie, string Header, string Token);
}
