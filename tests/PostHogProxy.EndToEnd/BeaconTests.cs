namespace PostHogProxy.EndToEnd;

public sealed class BeaconTests
{
    [Fact]
    public async Task An_event_captured_while_the_page_goes_away_arrives()
    {
        await using var visit = await Visit.BeginAsync();
        await visit.EventAsync("$pageview");
        await visit.Page.EvaluateAsync("""
            () => {
              const send = navigator.sendBeacon.bind(navigator);
              navigator.sendBeacon = (url, body) => {
                sessionStorage.setItem('beacon', new URL(url, location).pathname);
                return send(url, body);
              };
              addEventListener('beforeunload', () => posthog.capture('left in a hurry'));
            }
            """);

        await visit.LeaveAsync();

        await visit.EventAsync("left in a hurry");
        await visit.EventAsync("$pageleave");
        Assert.StartsWith("/ingest-x1/", await visit.Page.EvaluateAsync<string>("sessionStorage.getItem('beacon')"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_last_events_of_a_closed_tab_arrive()
    {
        await using var visit = await Visit.BeginAsync();
        await visit.EventAsync("$pageview");
        await visit.AddToBasketAsync("slow-kettle");

        await visit.Page.CloseAsync(new() { RunBeforeUnload = true });

        await visit.EventAsync("added to basket");
        await visit.EventAsync("$pageleave");
    }
}
