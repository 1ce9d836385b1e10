using PostHogProxy.Keeping;

namespace PostHogProxy.Outbox.Tests.Sending;

/// <summary>A PostHog that answers by script, after some time of the fake clock.</summary>
internal sealed class ScriptedPostHog(FakeTime time) : IKeptSender
{
    private readonly Lock _gate = new();
    private readonly List<Sent> _log = [];
    private int _asleep;
    private int _inFlight;

    /// <summary>What it answers to a request that it gets at this time.</summary>
    public Func<KeptRequest, SendOutcome> Answers { get; set; } = static _ => new(200);

    public Func<KeptRequest, TimeSpan> Takes { get; set; } = static _ => TimeSpan.FromMilliseconds(20);

    public bool IsOff { get; set; }

    /// <summary>Requests that wait for the clock.</summary>
    public int Asleep => Volatile.Read(ref _asleep);

    public int InFlight => Volatile.Read(ref _inFlight);

    public int MostInFlight { get; private set; }

    public IReadOnlyList<Sent> Log
    {
        get
        {
            lock (_gate)
            {
                return [.. _log];
            }
        }
    }

    public async ValueTask<SendOutcome> SendAsync(KeptRequest request, TimeSpan timeout, CancellationToken cancellationToken)
    {
        SendOutcome outcome;
        TimeSpan takes;
        lock (_gate)
        {
            MostInFlight = Math.Max(MostInFlight, ++_inFlight);
            outcome = Answers(request);
            takes = Takes(request);
            if (takes > timeout)
            {
                (outcome, takes) = (new(0), timeout);
            }

            _log.Add(new(time.Elapsed, request, outcome.Status, _inFlight));
        }

        try
        {
            var sleep = Task.Delay(takes, time, cancellationToken);
            Interlocked.Increment(ref _asleep);
            try
            {
                await sleep.ConfigureAwait(false);
            }
            finally
            {
                Interlocked.Decrement(ref _asleep);
            }

            return outcome;
        }
        finally
        {
            Interlocked.Decrement(ref _inFlight);
        }
    }

    /// <param name="At">When it came.</param>
    /// <param name="Request">What came.</param>
    /// <param name="Status">What it is answered.</param>
    /// <param name="Width">How many were on their way then, with this one.</param>
    internal sealed record Sent(TimeSpan At, KeptRequest Request, int Status, int Width);
}
