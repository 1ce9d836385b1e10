using Microsoft.AspNetCore.Http;
using PostHogProxy.Testing;

namespace PostHogProxy.EndToEnd;

public sealed class OutageTests
{
    [Fact]
    public async Task Every_event_and_every_part_of_a_recording_outlives_an_outage_of_PostHog()
    {
        var outage = new Outage();
        await using var visit = await Visit.BeginAsync(postHogs: new StandInOptions { Intercept = outage.InterceptAsync });
        await visit.RecorderStartedAsync();
        await visit.AddToBasketAsync("ridge-mug");
        await visit.EventAsync("added to basket");
        await visit.EventAsync("$snapshot");

        outage.Begin();
        await visit.AddToBasketAsync("oak-stool");
        await visit.AddToBasketAsync("dome-lamp");
        await outage.RefusedAsync("/i/v0/e/", TestContext.Current.CancellationToken);
        await outage.RefusedAsync("/s/", TestContext.Current.CancellationToken);
        await visit.AddToBasketAsync("house-fern");
        await outage.LastedAsync(TestContext.Current.CancellationToken);
        outage.End();

        foreach (var (name, uuid) in await CapturedInBrowser.ReadAsync(visit.Page))
        {
            await visit.EventAsync($"{name} {uuid}", arrived => arrived.Uuid == uuid);
        }

        Assert.Equal(
            ["dome-lamp", "house-fern", "oak-stool", "ridge-mug"],
            visit.Journal.Events.Where(captured => captured.Event == "added to basket").DistinctBy(captured => captured.Uuid)
                .Select(captured => captured.Body.GetProperty("properties").GetProperty("product").GetString()).Order(StringComparer.Ordinal));
    }

    /// <summary>PostHog breaks every connection until the outage ends, and remembers who it turned away.</summary>
    private sealed class Outage
    {
        private static readonly TimeSpan Least = TimeSpan.FromSeconds(20);

        private readonly Lock _gate = new();
        private readonly HashSet<string> _refused = [];
        private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private long? _since;

        public void Begin()
        {
            lock (_gate)
            {
                _since = TimeProvider.System.GetTimestamp();
            }
        }

        public void End()
        {
            lock (_gate)
            {
                _since = null;
            }
        }

        public Task InterceptAsync(HttpContext context, Func<Task> next)
        {
            lock (_gate)
            {
                if (_since is null)
                {
                    return next();
                }

                _refused.Add(context.Request.Path);
                _changed.TrySetResult();
                _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
            }

            context.Abort();
            return Task.CompletedTask;
        }

        public Task RefusedAsync(string path, CancellationToken cancellationToken) => UntilAsync(() => _refused.Contains(path), cancellationToken);

        /// <summary>The SDK comes back in growing intervals; its visits tell the time.</summary>
        public Task LastedAsync(CancellationToken cancellationToken) =>
            UntilAsync(() => TimeProvider.System.GetElapsedTime(_since!.Value) >= Least, cancellationToken);

        private async Task UntilAsync(Func<bool> isSo, CancellationToken cancellationToken)
        {
            while (true)
            {
                Task changed;
                lock (_gate)
                {
                    if (isSo())
                    {
                        return;
                    }

                    changed = _changed.Task;
                }

                await changed.WaitAsync(cancellationToken);
            }
        }
    }
}
