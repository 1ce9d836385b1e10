using Microsoft.Extensions.Logging;
using PostHogProxy.Telemetry;

namespace PostHogProxy.Page;

/// <summary>What is shown at one moment, and the one after it.</summary>
/// <param name="message">As the stream sends it.</param>
internal sealed class PageMoment(byte[] message)
{
    private readonly TaskCompletionSource<PageMoment> _next = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public byte[] Message { get; } = message;

    public Task<PageMoment> Next => _next.Task;

    public void Then(PageMoment next) => _next.TrySetResult(next);
}

/// <summary>
/// One sampler for all who look, and none while nobody does. A viewer takes the newest moment whenever it has sent the one before: one that is slow
/// misses some, and holds nothing.
/// </summary>
/// <param name="sampler">Says what there is.</param>
/// <param name="logger">The proxy's.</param>
/// <param name="stopping">The app ends.</param>
internal sealed class PageFeed(PageSampler sampler, ILogger logger, CancellationToken stopping)
{
    /// <summary>How many may look at a time.</summary>
    public const int MostViewers = 20;

    // So that an event is there well within a second.
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    private readonly Lock _gate = new();
    private readonly Throttle _failed = new(TimeProvider.System);
    private PageMoment _newest = new([]);
    private int _viewers;
    private bool _isRunning;

    /// <summary>The newest moment, of an hour ago perhaps. Its message is empty where there is none.</summary>
    public PageMoment Newest => Volatile.Read(ref _newest);

    /// <summary>Whether it samples.</summary>
    public bool IsRunning
    {
        get
        {
            lock (_gate)
            {
                return _isRunning;
            }
        }
    }

    /// <summary>False where too many look already.</summary>
    public bool TryJoin()
    {
        lock (_gate)
        {
            if (_viewers >= MostViewers)
            {
                return false;
            }

            _viewers++;
            if (!_isRunning)
            {
                _isRunning = true;
                using (ExecutionContext.SuppressFlow())
                {
                    _ = Task.Run(RunAsync, CancellationToken.None);
                }
            }

            return true;
        }
    }

    public void Leave()
    {
        lock (_gate)
        {
            _viewers--;
        }
    }

    private async Task RunAsync()
    {
        do
        {
            await NextAsync().ConfigureAwait(false);
            await Task.Delay(Interval, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        while (GoesOn());
    }

    // Whatever it is that can't be looked at now: the page stands still, and the app goes on.
    private async Task NextAsync()
    {
        try
        {
            var moment = new PageMoment(await sampler.SampleAsync(stopping).ConfigureAwait(false));
            Interlocked.Exchange(ref _newest, moment).Then(moment);
        }
        catch (Exception failure)
        {
            if (!stopping.IsCancellationRequested && _failed.IsDue(out var count))
            {
                logger.PageFailed(count, failure);
            }
        }
    }

    // The last one may leave, and the next one come, at this very moment.
    private bool GoesOn()
    {
        lock (_gate)
        {
            return _isRunning = _viewers > 0 && !stopping.IsCancellationRequested;
        }
    }
}
