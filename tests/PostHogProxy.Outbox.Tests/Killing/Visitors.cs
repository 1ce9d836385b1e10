using System.Collections.Concurrent;
using System.Net;
using System.Text;

namespace PostHogProxy.Outbox.Tests.Killing;

/// <summary>Visitors who send events until the app is gone, and what they were answered 200.</summary>
internal sealed class Visitors
{
    private const int Count = 16;

    private readonly ConcurrentBag<string> _answered = [];

    /// <summary>The events that were answered 200.</summary>
    public IReadOnlyCollection<string> Answered => _answered;

    /// <summary>Until so many more were answered, and then through what the test does.</summary>
    public async Task SendAsync(KilledApp app, int enough, Func<Task> then)
    {
        var before = _answered.Count;
        var reached = new TaskCompletionSource();
        var over = false;
        var visitors = Enumerable.Range(0, Count).Select(async _ =>
        {
            while (!Volatile.Read(ref over))
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
                        _answered.Add(uuid);
                        if (_answered.Count - before >= enough)
                        {
                            reached.TrySetResult();
                        }
                    }
                }
                catch (HttpRequestException)
                {
                    // The app is gone; the SDK would send again.
                    reached.TrySetResult();
                    break;
                }
            }
        }).ToList();
        await reached.Task;
        await then();
        Volatile.Write(ref over, true);
        await Task.WhenAll(visitors);
    }

    public async Task ArriveAsync(FlakyPostHog postHog)
    {
        var end = Environment.TickCount64 + 120_000;
        while (!_answered.All(postHog.HasTaken))
        {
            Assert.True(Environment.TickCount64 < end, $"{_answered.Count(uuid => !postHog.HasTaken(uuid))} of {_answered.Count} events have not arrived.");
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>All attempts are the same to the byte, but for the visitor's own where that was sent first.</summary>
    public void AreAlike(FlakyPostHog postHog, bool ownFirst) =>
        Assert.All(_answered, uuid => Assert.InRange(postHog.Attempts(uuid).Distinct().Count(), 0, ownFirst ? 2 : 1));

    public string Words(FlakyPostHog postHog) =>
        $"{_answered.Count} events answered 200, {_answered.Sum(uuid => postHog.Attempts(uuid).Count)} attempts, most for one {_answered.Max(uuid => postHog.Attempts(uuid).Count)}";
}
