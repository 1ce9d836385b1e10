using Microsoft.Playwright;
using PostHogProxy.Rules.Tests.Blocking;

namespace PostHogProxy.EndToEnd.LivePage;

/// <summary>docs/images/page-light.png and page-dark.png, which POSTHOGPROXY_WRITE_DOCS=1 writes anew.</summary>
public sealed class LivePagePictures
{
    // The app of the picture has run for a moment, and its page shows an hour: the minutes before are a shop's, with PostHog away for three of them.
    private const string AnHourBefore =
        """
        const parse = JSON.parse;
        JSON.parse = (text, reviver) => {
          const now = parse(text, reviver);

          // The machine's own name is nobody's business.
          if (now.machine) now.machine = 'shop-1';
          const of = (minute, many) => Math.round(many * (1 + 0.35 * Math.sin(minute / 7) + 0.25 * Math.sin(minute * 2.3) + 0.15 * Math.cos(minute * 5.1)));
          const usual = { capture: 46, replay: 12, flags: 9, remote_config: 7, assets: 15, surveys: 3 };
          for (const proxy of now.proxies ?? []) {
            for (const kind of Object.keys(usual)) {
              let part = proxy.kinds.find(one => one.kind === kind);
              if (!part) proxy.kinds.push(part = { kind, answered: Array(60).fill(0), refused: Array(60).fill(0), failed: Array(60).fill(0), own: Array(60).fill(0) });
              for (let minute = 0; minute < 59; minute++) {
                const away = minute >= 24 && minute < 27;
                const fails = away && (kind === 'flags' || kind === 'surveys');
                part[fails ? 'failed' : 'answered'][minute] = of(minute, usual[kind]);
                part.refused[minute] = kind === 'flags' && minute === 41 ? 2 : 0;
              }
            }
            Object.assign(proxy, { p50: 38, p99: 212, recentP50: 36, recentP99: 188, kept: proxy.kept + 141 });
            if (proxy.cache) Object.assign(proxy.cache, { answers: 9, bytes: 1_310_000, hits: 1271, misses: 22, stale: 0 });
          }
          for (const one of now.exchanges ?? []) one.milliseconds = one.by.includes('posthog') ? 31 + (one.at + one.sent) % 23 : one.milliseconds;
          return now;
        };
        """;

    [Theory(Explicit = true)]
    [InlineData(ColorScheme.Light, "page-light.png")]
    [InlineData(ColorScheme.Dark, "page-dark.png")]
    public async Task The_pictures_of_the_docs_show_events_a_failure_and_an_outbox(ColorScheme scheme, string name)
    {
        await using var app = await PagedApp.StartAsync(outbox: true, scheme: scheme);
        await app.Page.AddInitScriptAsync(AnHourBefore);
        using var array = await app.GetAsync("/k3fw/static/array.js");
        using var again = await app.GetAsync("/k3fw/static/array.js");
        using var config = await app.GetAsync($"/k3fw/array/{PagedApp.Token}/config.js");
        foreach (var (shown, times) in new[] { ("$pageview", 14), ("product viewed", 9), ("added to basket", 5), ("$autocapture", 11), ("checkout completed", 2) })
        {
            await app.SendAsync(shown, times: times);
        }

        await BuriedLetter.BuryAsync(app, "newsletter signed up");
        app.Status = 0;
        foreach (var shown in new[] { "product viewed", "added to basket", "$autocapture", "$pageview", "product viewed", "checkout completed" })
        {
            await app.SendAsync(shown);
        }

        app.Status = 503;
        await app.SendAsync("product viewed", times: 2);
        app.Status = 0;
        await app.SendAsync("$pageview", times: 3);
        await Assertions.Expect(app.Page.Locator("#exchanges-body .events").First).ToHaveTextAsync("$pageview");
        await Assertions.Expect(app.Page.Locator("#proxies-body")).ToContainTextAsync("Proven");

        await app.Page.SetViewportSizeAsync(1240, 1000);
        var picture = await app.Page.ScreenshotAsync(new() { FullPage = true });
        Assert.NotEmpty(picture);
        if (Environment.GetEnvironmentVariable("POSTHOGPROXY_WRITE_DOCS") == "1")
        {
            await File.WriteAllBytesAsync(Path.Combine(PublishedLists.Repository, "docs", "images", name), picture, TestContext.Current.CancellationToken);
        }
    }
}
