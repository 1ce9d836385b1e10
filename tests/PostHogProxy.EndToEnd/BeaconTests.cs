using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using PostHogProxy.Testing;

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

    [Fact]
    public async Task A_beacon_arrives_although_PostHog_has_just_closed_the_connection_it_was_sent_on()
    {
        var leaves = false;
        var closed = 0;
        await using var visit = await Visit.BeginAsync(postHogs: new StandInOptions
        {
            Protocols = HttpProtocols.Http1,
            Intercept = (context, next) =>
            {
                if (!Volatile.Read(ref leaves) || !HttpMethods.IsPost(context.Request.Method) || Interlocked.Exchange(ref closed, 1) != 0)
                {
                    return next();
                }

                context.Abort();
                return Task.CompletedTask;
            },
        });
        await visit.EventAsync("$pageview");
        await CapturedInBrowser.NothingUnderWayAsync(visit.Page);

        Volatile.Write(ref leaves, true);
        await visit.LeaveAsync();

        await visit.EventAsync("$pageleave");
        Assert.Equal(1, closed);
    }
}
