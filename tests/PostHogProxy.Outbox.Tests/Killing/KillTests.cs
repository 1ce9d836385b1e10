using System.Collections.Concurrent;
using System.Net;
using System.Text;
using PostHogProxy.Outbox.Tests.Stores;

namespace PostHogProxy.Outbox.Tests.Killing;

/// <summary>The promise of the outbox: what was answered 200 arrives, whenever the app is killed.</summary>
public sealed class KillTests : IDisposable
{
    private const int Visitors = 16;
    private static readonly int Kills = Environment.GetEnvironmentVariable("POSTHOGPROXY_LONG") == "1" ? 200 : 10;

    private readonly StoreFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("outbox")]
    [InlineData("write-ahead")]
    public async Task What_was_answered_200_arrives_though_the_app_is_killed_again_and_again(string kind)
    {
        await using var postHog = await FlakyPostHog.StartAsync();
        var answered = new ConcurrentBag<string>();
        var random = new Random(20261129);
        for (var kill = 0; kill < Kills; kill++)
        {
            await using var app = await KilledApp.StartAsync(kind, postHog.Server, _folder.File);
            await LoadUntilAsync(app, answered, random.Next(20, 400));
        }

        postHog.IsWell = true;
        await using var last = await KilledApp.StartAsync(kind, postHog.Server, _folder.File);
        await UntilAsync(() => answered.All(postHog.HasTaken), () => $"{answered.Count(uuid => !postHog.HasTaken(uuid))} of {answered.Count} events have not arrived.");

        // OnFailure sends the visitor's own request first; all attempts from the file are the same to the byte.
        var own = kind == "outbox" ? 1 : 0;
        Assert.All(answered, uuid => Assert.InRange(postHog.Attempts(uuid).Distinct().Count(), 0, 1 + own));
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{kind}: {Kills} kills, {answered.Count} events answered 200, {answered.Sum(uuid => postHog.Attempts(uuid).Count)} attempts, most for one {answered.Max(uuid => postHog.Attempts(uuid).Count)}");
    }

    // Until so many were answered; then the app is killed under the load.
    private static async Task LoadUntilAsync(KilledApp app, ConcurrentBag<string> answered, int enough)
    {
        var before = answered.Count;
        var killed = new TaskCompletionSource();
        var visitors = Enumerable.Range(0, Visitors).Select(async _ =>
        {
            while (!killed.Task.IsCompleted)
            {
                var uuid = Guid.NewGuid().ToString();
                try
                {
                    using var body = new StringContent(
                        $$"""{"api_key":"phc_StandInDemoEu000000000000000000000000000000","event":"e","uuid":"{{uuid}}","distinct_id":"d","offset":5}""",
                        Encoding.UTF8, "application/json");
                    using var answer = await app.Client.PostAsync("/k3fw/e/?ip=0&_=1795900000000", body, CancellationToken.None);
                    if (answer.StatusCode == HttpStatusCode.OK)
                    {
                        answered.Add(uuid);
                        if (answered.Count - before >= enough)
                        {
                            killed.TrySetResult();
                        }
                    }
                }
                catch (HttpRequestException)
                {
                    // The app is gone; the SDK would send again.
                    killed.TrySetResult();
                }
            }
        }).ToList();
        await killed.Task;
        await app.KillAsync();
        await Task.WhenAll(visitors);
    }

    private static async Task UntilAsync(Func<bool> condition, Func<string> what)
    {
        var end = Environment.TickCount64 + 120_000;
        while (!condition())
        {
            Assert.True(Environment.TickCount64 < end, what());
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }
    }
}
