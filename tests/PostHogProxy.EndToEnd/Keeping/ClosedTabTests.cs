using System.Text.Json;

namespace PostHogProxy.EndToEnd.Keeping;

/// <summary>posthog-js has its queue in memory only: with the tab it is gone. What it has sent by then must not be.</summary>
public sealed class ClosedTabTests
{
    private const int Visits = 3;

    private static readonly TimeSpan Near = TimeSpan.FromSeconds(1.5);
    private static readonly string[] Faults = ["503", "reset", "silence"];
    private static readonly bool[] Origins = [false, true];

    // One of each shape: an array with its time in the query, and the wrapper of today.
    [Theory]
    [InlineData("1.449.2")]
    [InlineData("1.415.7")]
    [InlineData("1.300.0")]
    public async Task No_event_of_a_tab_that_is_closed_in_an_outage_is_lost_and_each_has_its_own_time(string version) =>
        await Task.WhenAll(
            from fault in Faults
            from isCrossOrigin in Origins
            select CloseAsync(version, fault, isCrossOrigin));

    private static async Task CloseAsync(string version, string fault, bool isCrossOrigin)
    {
        // On a busy machine Chromium may end a tab before posthog-js has sent what it holds. Such a visit says nothing of the proxy.
        for (var visits = 1; !await SentOnCloseAsync(version, fault, isCrossOrigin); visits++)
        {
            Assert.True(visits < Visits, $"{version}, {fault}, {(isCrossOrigin ? "cross" : "same")} origin: in {visits} visits the browser sent no beacon.");
        }
    }

    /// <returns>Whether the browser sent anything while the tab closed.</returns>
    private static async Task<bool> SentOnCloseAsync(string version, string fault, bool isCrossOrigin)
    {
        var what = $"{version}, {fault}, {(isCrossOrigin ? "cross" : "same")} origin";
        await using var page = await OutagePage.StartAsync(version, isCrossOrigin);
        var chromium = await TestContext.Current.GetFixture<Chromium>();
        await using var profile = await chromium!.NewProfileAsync();
        profile.SetDefaultTimeout((float)Visit.Patience.TotalMilliseconds);
        var tab = await profile.NewPageAsync();
        await tab.GotoAsync(page.Address);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(Visit.Patience);
        await page.Journal.WaitForEventAsync(static captured => captured.Event == "$pageview", patience.Token);

        var down = DateTimeOffset.UtcNow;
        page.TakeDown(fault);

        // The page view's request is known before this returns, so the next one has these events.
        await tab.EvaluateAsync("1");
        var next = tab.WaitForRequestAsync(static request => request.Method == "POST" && request.Url.Contains("/e/", StringComparison.Ordinal));
        await tab.EvaluateAsync("posthog.capture('bought'); posthog.capture('paid')");

        // The SDK sends these from its queue; the last ones go with the tab.
        Assert.True((await (await next).ResponseAsync())?.Status == 200, what);
        await tab.EvaluateAsync("posthog.capture('rated')");
        await tab.CloseAsync(new() { RunBeforeUnload = true });

        var after = await profile.NewPageAsync();
        await after.GotoAsync(page.Address + "left");
        await after.WaitForFunctionAsync("() => localStorage.getItem('captured')?.includes('$pageleave')");
        var captured = JsonSerializer.Deserialize<List<Captured>>(await after.EvaluateAsync<string>("localStorage.getItem('captured')"), JsonSerializerOptions.Web)!;
        Assert.Superset(new HashSet<string> { "$pageview", "bought", "paid", "rated", "left in a hurry", "$pageleave" }, captured.Select(static one => one.Event).ToHashSet());

        var beacons = await after.EvaluateAsync<string?>("localStorage.getItem('beacons')");
        page.BringBack();

        // What was answered must not be lost in any case.
        foreach (var one in captured.Where(one => beacons is not null || one.Event is "bought" or "paid"))
        {
            try
            {
                var arrived = await page.Journal.WaitForEventAsync(arrived => arrived.Uuid == one.Uuid, patience.Token);
                var off = arrived.Time - DateTimeOffset.FromUnixTimeMilliseconds(one.At);

                // The page view was not kept. How long the browser took to send it is the browser's affair; its time is before the outage all the same.
                Assert.True(one.Event == "$pageview" ? off > -Near && arrived.Time <= down : off.Duration() < Near, $"{what}: {one.Event} is off by {off}.");
            }
            catch (OperationCanceledException) when (!TestContext.Current.CancellationToken.IsCancellationRequested)
            {
                Assert.Fail($"{what}: {one.Event} is lost.\n{page.Told}\nBeacons: {beacons}");
            }
        }

        return beacons is not null;
    }

    private sealed record Captured(string Event, string Uuid, long At);
}
