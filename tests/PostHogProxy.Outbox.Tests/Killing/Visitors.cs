using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text;

namespace PostHogProxy.Outbox.Tests.Killing;

/// <summary>Visitors who send events until the app is gone, and what they were answered 200.</summary>
internal sealed class Visitors
{
    private const int Count = 16;
    private const string Query = "?ip=0&_=1795900000000";

    private readonly ConcurrentBag<string> _answered = [];

    /// <summary>Until so many more were answered and PostHog was asked so often, and then through what the test does.</summary>
    public async Task SendAsync(KilledApp app, FlakyPostHog postHog, Random random, int most, Func<Task> then)
    {
        // At any moment of the app's life: before it sends what it kept, and in the middle of that.
        var enough = _answered.Count + random.Next(20, most);
        var asked = postHog.Asked + random.Next(0, 40);
        var reached = new TaskCompletionSource();
        var over = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var visitors = Enumerable.Range(0, Count).Select(async visitor =>
        {
            while (!over.Task.IsCompleted)
            {
                if (visitor > 0 && _answered.Count >= enough)
                {
                    // The first one goes on alone until PostHog was asked.
                    await over.Task;
                    break;
                }

                var uuid = Guid.NewGuid().ToString();
                try
                {
                    using var body = new StringContent(Body(uuid), Encoding.UTF8, "application/json");
                    using var answer = await app.Client.PostAsync("/k3fw/e/" + Query, body, CancellationToken.None);
                    if (answer.StatusCode == HttpStatusCode.OK)
                    {
                        _answered.Add(uuid);
                        if (_answered.Count >= enough && postHog.Asked >= asked)
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
        over.SetResult();
        await Task.WhenAll(visitors);
    }

    public async Task ArriveAsync(FlakyPostHog postHog)
    {
        var end = Environment.TickCount64 + 180_000;
        while (!_answered.All(postHog.HasTaken))
        {
            Assert.True(Environment.TickCount64 < end, $"{_answered.Count(uuid => !postHog.HasTaken(uuid))} of {_answered.Count} events have not arrived.");
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>All attempts from the outbox are the same to the byte. What was sent before it was kept is the visitor's own request, to the byte.</summary>
    /// <param name="postHog">What it was sent.</param>
    /// <param name="mayBeOwn">Whether a visitor's own request may have been sent at all.</param>
    public void AreAlike(FlakyPostHog postHog, bool mayBeOwn) => Assert.All(_answered, uuid =>
    {
        var kept = postHog.Attempts(uuid).Select(attempt => attempt.Sent).Where(sent => sent != Own(uuid)).Distinct().ToList();
        Assert.True(kept.Count <= 1, "Two that differ were sent from the outbox:\n" + string.Join('\n', kept));

        // Its time is in it; what it was computed from is not.
        Assert.All(kept, sent => Assert.StartsWith("?ip=0\n", sent, StringComparison.Ordinal));
        Assert.All(kept, sent => Assert.Contains("\"timestamp\":\"", sent, StringComparison.Ordinal));
        Assert.All(kept, sent => Assert.DoesNotContain("\"offset\":", sent, StringComparison.Ordinal));
        Assert.True(mayBeOwn || postHog.Attempts(uuid).All(attempt => attempt.Sent != Own(uuid)), $"{uuid} was sent before it was kept.");
    });

    public string Words(FlakyPostHog postHog)
    {
        var all = _answered.Select(uuid => (Own: Own(uuid), Attempts: postHog.Attempts(uuid))).ToList();
        var differing = all.Where(one => one.Attempts.Select(attempt => attempt.Sent).Distinct().Count() > 1).ToList();
        return string.Create(CultureInfo.InvariantCulture, $"""
            {all.Count} answered 200, {_answered.Count(postHog.HasTaken)} arrived, {all.Count(one => one.Attempts.Count(attempt => attempt.WasTaken) > 1)} of them more than once; {all.Sum(one => one.Attempts.Count)} attempts, most for one {all.Max(one => one.Attempts.Count)}; {differing.Count} whose attempts differ: the visitor's own request, {differing.Count(one => !one.Attempts.Any(attempt => attempt.Sent == one.Own && attempt.WasTaken))} of them not taken, and the kept one
            """);
    }

    private static string Body(string uuid) => $$"""{"api_key":"phc_StandInDemoEu000000000000000000000000000000","event":"e","uuid":"{{uuid}}","distinct_id":"d","offset":5}""";

    private static string Own(string uuid) => Query + "\n" + Body(uuid);
}
