namespace PostHogProxy.EndToEnd;

public sealed class BeaconTests
{
    [Fact]
    public async Task An_event_captured_while_the_page_goes_away_arrives()
    {
        await using var visit = await Visit.BeginAsync();
        await visit.EventAsync("$pageview");
        await visit.Page.EvaluateAsync("addEventListener('beforeunload', () => posthog.capture('left in a hurry'))");

        await visit.Page.GotoAsync(new Uri(visit.Address, "/demo/requests").ToString());

        await visit.EventAsync("left in a hurry");
        await visit.EventAsync("$pageleave");
        Assert.Contains(visit.Journal.Requests, request => request.Query.Contains("beacon=1", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_last_events_of_a_closed_tab_arrive()
    {
        await using var visit = await Visit.BeginAsync();
        await visit.EventAsync("$pageview");
        await visit.Page.GetByTestId("add-slow-kettle").ClickAsync();

        await visit.Page.CloseAsync(new() { RunBeforeUnload = true });

        await visit.EventAsync("added to basket");
        await visit.EventAsync("$pageleave");
    }
}
