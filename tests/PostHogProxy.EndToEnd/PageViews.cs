using PostHogProxy.Recipes;
using PostHogProxy.Testing;

namespace PostHogProxy.EndToEnd;

/// <summary>The pages that PostHog was told of.</summary>
internal static class PageViews
{
    /// <summary>Path and title of each, in the order in which the browser captured them.</summary>
    /// <param name="visit">The visitor.</param>
    /// <param name="awaited">How many must come. If fewer do, those that came are returned once a minute has passed.</param>
    public static async Task<IReadOnlyList<string>> OfAsync(RecipeVisit visit, int awaited)
    {
        await visit.Page.WaitForFunctionAsync("() => window.posthog && posthog.__loaded");

        // A page view that is still to come waits for the next task. What was captured before an event arrives before it, or about the same time:
        // posthog-js changes the endpoint once it knows its remote config, and its queue then leaves in two requests.
        await visit.Page.EvaluateAsync("new Promise(done => setTimeout(() => setTimeout(done)))");
        await visit.Page.EvaluateAsync("posthog.capture('the last')");
        await visit.EventAsync("the last");
        try
        {
            await visit.EventAsync(_ => Arrived(visit).Count() >= awaited);
        }
        catch (OperationCanceledException) when (!TestContext.Current.CancellationToken.IsCancellationRequested)
        {
            // The test says which one is missing.
        }

        // One too many may be in the other request: whatever was on its way then is here now.
        await visit.Page.EvaluateAsync("posthog.capture('the very last', {}, { send_instantly: true })");
        await visit.EventAsync("the very last");
        return
        [
            .. Arrived(visit)
                .OrderBy(captured => captured.Body.GetProperty("timestamp").GetDateTimeOffset())
                .Select(captured => captured.Body.GetProperty("properties"))
                .Select(properties => $"{properties.GetProperty("$pathname").GetString()} {properties.GetProperty("title").GetString()}"),
        ];
    }

    /// <summary>The paths alone.</summary>
    public static async Task<IReadOnlyList<string>> PathsAsync(RecipeVisit visit, int awaited) => [.. (await OfAsync(visit, awaited)).Select(each => each.Split(' ')[0])];

    /// <summary>What the browser complained about. Blazor reads a page that it asked for to its end, and then aborts the request.</summary>
    public static IEnumerable<string> Complaints(RecipeVisit visit) =>
        visit.Browser.Complaints.Where(complaint => !complaint.EndsWith("net::ERR_ABORTED", StringComparison.Ordinal));

    private static IEnumerable<StandInEvent> Arrived(RecipeVisit visit) => visit.Journal.Events.Where(captured => captured.Event == "$pageview");
}
