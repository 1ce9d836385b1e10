using Microsoft.Playwright;

namespace PostHogProxy.EndToEnd.LivePage;

/// <summary>An event that PostHog refuses for good, so that the page shows a dead letter.</summary>
internal static class BuriedLetter
{
    /// <summary>Kept while PostHog is down, and refused when it is back.</summary>
    public static async Task BuryAsync(PagedApp app, string name, string before = "")
    {
        await app.OpenPageAsync(before);
        app.Status = 503;
        await app.SendAsync(name, before);
        await Assertions.Expect(app.Page.Locator("#exchanges-body tbody tr").First).ToContainTextAsync("kept in the outbox");
        app.Status = 401;
        await Assertions.Expect(app.Page.Locator("#letters tbody tr")).ToHaveCountAsync(1);
    }
}
