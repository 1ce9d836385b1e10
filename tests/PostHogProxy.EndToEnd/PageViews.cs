using PostHogProxy.Recipes;

namespace PostHogProxy.EndToEnd;

/// <summary>The pages that PostHog was told of.</summary>
internal static class PageViews
{
    /// <summary>Path and title of each, in the order in which the browser captured them.</summary>
    public static async Task<IReadOnlyList<string>> OfAsync(RecipeVisit visit)
    {
        await visit.Page.WaitForFunctionAsync("() => window.posthog && posthog.__loaded");

        // A page view that is still to come waits for the next task; what was captured before an event arrives before it, or with it.
        await visit.Page.EvaluateAsync("new Promise(done => setTimeout(() => setTimeout(done)))");
        await visit.Page.EvaluateAsync("posthog.capture('the last')");
        await visit.EventAsync("the last");
        return
        [
            .. visit.Journal.Events.Where(captured => captured.Event == "$pageview")
                .OrderBy(captured => captured.Body.GetProperty("timestamp").GetDateTimeOffset())
                .Select(captured => captured.Body.GetProperty("properties"))
                .Select(properties => $"{properties.GetProperty("$pathname").GetString()} {properties.GetProperty("title").GetString()}"),
        ];
    }

    /// <summary>The paths alone.</summary>
    public static async Task<IReadOnlyList<string>> PathsAsync(RecipeVisit visit) => [.. (await OfAsync(visit)).Select(each => each.Split(' ')[0])];

    /// <summary>What the browser complained about. Blazor reads a page that it asked for to its end, and then aborts the request.</summary>
    public static IEnumerable<string> Complaints(RecipeVisit visit) =>
        visit.Browser.Complaints.Where(complaint => !complaint.EndsWith("net::ERR_ABORTED", StringComparison.Ordinal));
}
