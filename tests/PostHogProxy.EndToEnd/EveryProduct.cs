using Microsoft.Playwright;
using PostHogProxy.Testing;

namespace PostHogProxy.EndToEnd;

/// <summary>A page on which each product of PostHog's has something to do, and a visitor who makes it do it.</summary>
internal static class EveryProduct
{
    /// <summary>What has arrived at PostHog in the end. Flags are seen in the page; a survey is shown.</summary>
    public static readonly string[] Events =
        ["$pageview", "bought", "$autocapture", "$dead_click", "$exception", "$web_vitals", "$snapshot", "survey shown"];

    public const string Buttons = """
        <button id="buy" onclick="posthog.capture('bought')">Buy</button>
        <button id="dead">Nothing comes of this</button>
        <button id="fail" onclick="setTimeout(() => { throw new Error('out of stock'); })">Fail</button>
        <button id="feedback" onclick="posthog.capture('survey requested')">Feedback</button>
        """;

    /// <summary>Web vitals are else sent after five seconds.</summary>
    public const string Options = """{ "capture_performance": { "web_vitals": true, "web_vitals_delayed_flush_ms": 500 } }""";

    /// <param name="page">The page, open.</param>
    /// <param name="journal">The PostHog behind it.</param>
    public static async Task UseAsync(IPage page, StandInJournal journal)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(Visit.Patience);
        await page.WaitForFunctionAsync("() => window.posthog?.sessionRecordingStarted?.()");

        // What the two scripts leave behind when they have run.
        await page.WaitForFunctionAsync("() => window.__PosthogExtensions__.initDeadClicksAutocapture && window.__PosthogExtensions__.errorWrappingFunctions");

        // A survey that is requested before posthog-js knows of it is not shown.
        await journal.WaitForRequestAsync(request => request.Path == "/api/surveys/", patience.Token);

        // First of all, and waited for: a click is dead when the page has not changed within seconds, and the others change it.
        await page.Locator("#dead").ClickAsync();
        await journal.WaitForEventAsync(captured => captured.Event == "$dead_click", patience.Token);
        await page.Locator("#buy").ClickAsync();
        await page.Locator("#fail").ClickAsync();
        await page.Locator("#feedback").ClickAsync();
        await page.GetByText("How was the checkout?").WaitForAsync();
    }

    /// <summary>The page throws one error, for PostHog to catch; everything else in the browser's log is a complaint.</summary>
    public static IEnumerable<string> Complaints(BrowserLog browser) =>
        browser.Complaints.Where(complaint => !complaint.Contains("out of stock", StringComparison.Ordinal));
}
