using Microsoft.AspNetCore.Builder;

namespace PostHogProxy.EndToEnd;

/// <summary>Real posthog-js, loaded by the snippet.</summary>
public sealed class SnippetTests
{
    private const string Early = """
        window.wasQueue = Array.isArray(posthog);
        window.early = Object.keys(posthog).filter(name => typeof posthog[name] === 'function');
        posthog.set_config({ before_send: event => { event.properties.seen = 'yes'; return event; } });
        posthog.register({ shop: 'fern' });
        posthog.capture('first', { text: '<\/script> "\u2028" 😀' });
        posthog.capture('second');
        posthog.people.set({ plan: 'regular' });
        posthog.identify('visitor-ada');
        posthog.onFeatureFlags(() => { window.flagsCame = true; });
        posthog.capture('third');
        """;

    [Theory]
    [InlineData("", "/k3fw", "/k3fw")]
    [InlineData("/base", "/k3fw", "/base/k3fw")]
    [InlineData("", "/group/k3fw", "/group/k3fw")]
    [InlineData("/base", "/group/k3fw", "/base/group/k3fw")]
    [InlineData("", "/", "")]
    public async Task What_the_page_says_before_posthog_js_is_there_arrives_in_order(string pathBase, string path, string prefix)
    {
        await using var page = await SnippetPage.PrepareAsync(
            (app, connect) =>
            {
                if (path.StartsWith("/group", StringComparison.Ordinal))
                {
                    app.MapGroup("/group").MapPostHogProxy(path[6..], PostHogRegion.Eu, connect);
                }
                else
                {
                    app.MapPostHogProxy(path, PostHogRegion.Eu, connect);
                }
            },
            Early,
            pathBase: pathBase);

        await page.OpenAsync(pathBase + "/page");
        var third = await page.EventAsync("third");
        await page.LoadedAsync();
        await page.Page.WaitForFunctionAsync("() => window.flagsCame");

        Assert.True(await page.Page.EvaluateAsync<bool>("window.wasQueue"));
        var named = page.Journal.Events.Where(captured => captured.Event is "first" or "second" or "third").ToList();
        Assert.Equal(["first", "second", "third"], named.Select(captured => captured.Event));
        Assert.All(named, captured => Assert.Equal(
            ("fern", "yes"), (captured.Body.GetProperty("properties").GetProperty("shop").GetString(), captured.Body.GetProperty("properties").GetProperty("seen").GetString())));
        Assert.Equal("</script> \"\u2028\" 😀", named[0].Body.GetProperty("properties").GetProperty("text").GetString());
        Assert.Equal("visitor-ada", third.DistinctId);
        Assert.All(
            page.Browser.Requests.Where(url => url.Scheme == "http" && !url.AbsolutePath.EndsWith("/page", StringComparison.Ordinal)),
            url => Assert.StartsWith(prefix + "/", url.AbsolutePath, StringComparison.Ordinal));
        Assert.Empty(page.Browser.Complaints);
    }

    [Fact]
    public async Task Every_method_of_posthog_js_can_be_called_before_it_is_there()
    {
        await using var page = await SnippetPage.PrepareAsync(Map, Early);
        await page.OpenAsync();
        await page.LoadedAsync();

        var early = await page.Page.EvaluateAsync<string[]>("window.early");
        var real = await page.Page.EvaluateAsync<string[]>(
            "Object.getOwnPropertyNames(Object.getPrototypeOf(posthog)).filter(name => typeof Object.getOwnPropertyDescriptor(Object.getPrototypeOf(posthog), name).value === 'function')");

        // What its build has shortened is its own; the shortest public name of more than a letter is 'on'.
        Assert.Empty(early.Except(real));
        Assert.Equal(["constructor", "push", "toString"], real.Where(name => name.Length > 3 && name[0] != '_').Except(early).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_second_instance_and_a_second_snippet_do_no_harm()
    {
        await using var page = await SnippetPage.PrepareAsync(
            Map,
            "posthog.init('" + SnippetPage.Token + "', { api_host: '/k3fw', ui_host: 'https://eu.posthog.com' }, 'other'); posthog.other.capture('of the other'); posthog.capture('of the first');"
            + "document.head.appendChild(Object.assign(document.createElement('script'), { text: document.scripts[0].text }));");
        await page.OpenAsync();

        await page.EventAsync("of the other");
        await page.EventAsync("of the first");

        Assert.Single(page.Browser.Requests, url => url.AbsolutePath == "/k3fw/static/array.js");
        Assert.Empty(page.Browser.Complaints);
    }

    // docs/csp.md says which is for whom.
    [Theory]
    [InlineData("script-src 'nonce-bjBuY2U'")]
    [InlineData("script-src 'nonce-bjBuY2U' 'strict-dynamic'")]
    [InlineData("script-src 'self' 'nonce-bjBuY2U'")]
    [InlineData("script-src 'self' {hash}")]
    [InlineData("script-src 'strict-dynamic' {hash}")]
    public async Task A_page_with_a_strict_policy_works(string scripts)
    {
        await using var page = await SnippetPage.PrepareAsync(
            Map,
            policy: snippet => "default-src 'none'; connect-src 'self'; worker-src 'self' blob:; img-src 'self' data:; style-src 'nonce-bjBuY2U'; base-uri 'none'; "
                + scripts.Replace("{hash}", snippet.CspHash, StringComparison.Ordinal));
        await page.OpenAsync();
        await page.LoadedAsync();
        await page.Page.WaitForFunctionAsync("() => posthog.sessionRecordingStarted?.()");
        await page.Page.ClickAsync("#b");

        await page.EventAsync("$autocapture");
        await page.EventAsync("$snapshot");

        // A survey brings a style element of its own.
        if (scripts.Contains("nonce-", StringComparison.Ordinal))
        {
            await page.Page.EvaluateAsync("posthog.capture('survey requested')");
            await page.Page.GetByText("How was the checkout?").WaitForAsync();
        }

        Assert.Empty(page.Browser.Complaints);
    }

    [Fact]
    public async Task A_browser_that_asks_for_privacy_sends_no_event_and_has_its_flags()
    {
        await using var page = await SnippetPage.PrepareAsync(
            (app, connect) => app.MapPostHogProxy("/k3fw", PostHogRegion.Eu, options =>
            {
                connect(options);
                options.RespectGlobalPrivacyControl = true;
            }),
            Early);
        await page.Page.AddInitScriptAsync("Object.defineProperty(navigator, 'globalPrivacyControl', { value: true });");
        await page.OpenAsync();
        await page.LoadedAsync();
        await page.Page.WaitForFunctionAsync("() => window.flagsCame");
        await page.Page.ClickAsync("#b");

        Assert.True(await page.Page.EvaluateAsync<bool>("posthog.has_opted_out_capturing()"));
        await page.OpenAsync("/empty");
        Assert.DoesNotContain(page.Browser.Requests, url => url.AbsolutePath is "/k3fw/e/" or "/k3fw/i/v0/e/" or "/k3fw/s/");
        Assert.Empty(page.Journal.Events);
    }

    [Fact]
    public async Task A_page_that_is_open_when_PostHog_is_turned_off_stays_calm_and_the_next_has_none()
    {
        await using var page = await SnippetPage.PrepareAsync(Map, Early);
        await page.OpenAsync();
        await page.EventAsync("third");
        await page.Page.WaitForFunctionAsync("() => window.flagsCame");

        page.Configuration["PostHogProxy:Disabled"] = "true";
        page.Configuration.Reload();
        var sent = page.Page.WaitForResponseAsync(response => response.Request.Method == "POST" && response.Request.Url.Contains("/e/", StringComparison.Ordinal));
        var flags = page.Page.WaitForResponseAsync(response => response.Request.Url.Contains("/flags/", StringComparison.Ordinal));
        await page.Page.EvaluateAsync("posthog.capture('after', {}, { send_instantly: true }); posthog.reloadFeatureFlags()");
        Assert.Equal((200, 200), ((await sent).Status, (await flags).Status));

        await page.OpenAsync();
        Assert.Equal("undefined", await page.Page.EvaluateAsync<string>("typeof posthog"));
        Assert.DoesNotContain(page.Journal.Events, captured => captured.Event == "after");
        Assert.All(page.Browser.Complaints, complaint => Assert.Contains("posthog is not defined", complaint, StringComparison.Ordinal));
    }

    private static void Map(WebApplication app, Action<PostHogProxyOptions> connect) => app.MapPostHogProxy("/k3fw", PostHogRegion.Eu, connect);
}
