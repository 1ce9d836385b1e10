using PostHogProxy.Testing.Journal;

namespace PostHogProxy.Testing;

/// <summary>What reached the stand-in. A request is in here before the first byte of its answer goes out.</summary>
public sealed class StandInJournal
{
    private readonly Lock _gate = new();
    private readonly Queue<StandInRequest> _requests = new();
    private readonly List<JournalWaiter> _waiters = [];
    private readonly int _capacity;
    private readonly long _bodyCapacity;
    private long _bodyBytes;
    private long _sequence;

    internal StandInJournal(int capacity, long bodyCapacity)
    {
        _capacity = Math.Max(1, capacity);
        _bodyCapacity = bodyCapacity;
    }

    /// <summary>Numbers begin at 1 again with the next stand-in: this says which of them a number belongs to.</summary>
    internal string Run { get; } = Guid.NewGuid().ToString("N");

    /// <summary>Raised after a request was recorded, on the thread that serves it.</summary>
    public event Action<StandInRequest>? Recorded;

    /// <summary>A snapshot, oldest first.</summary>
    public IReadOnlyList<StandInRequest> Requests
    {
        get
        {
            lock (_gate)
            {
                return [.. _requests];
            }
        }
    }

    /// <summary>A snapshot of the accepted events, replay snapshots among them, oldest first.</summary>
    public IReadOnlyList<StandInEvent> Events => [.. Requests.SelectMany(request => request.Events)];

    /// <summary>The session recordings that have come, each with what it holds so far, oldest first.</summary>
    public IReadOnlyList<StandInRecording> Recordings => StandInRecording.Of(Events);

    /// <summary>Completes with the first request, past or future, that matches.</summary>
    /// <param name="match">Which request is meant.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<StandInRequest> WaitForRequestAsync(Func<StandInRequest, bool> match, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(match);
        JournalWaiter waiter;
        lock (_gate)
        {
            foreach (var request in _requests)
            {
                if (match(request))
                {
                    return request;
                }
            }

            waiter = new JournalWaiter(match);
            _waiters.Add(waiter);
        }

        try
        {
            return await waiter.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            lock (_gate)
            {
                _waiters.Remove(waiter);
            }
        }
    }

    /// <summary>Completes with the first accepted event, past or future, that matches.</summary>
    /// <param name="match">Which event is meant.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<StandInEvent> WaitForEventAsync(Func<StandInEvent, bool> match, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(match);
        var request = await WaitForRequestAsync(candidate => candidate.Events.Any(match), cancellationToken).ConfigureAwait(false);
        return request.Events.First(match);
    }

    /// <summary>Forgets the requests so far. Sequence numbers go on, and waiters keep waiting.</summary>
    public void Clear()
    {
        lock (_gate)
        {
            _requests.Clear();
            _bodyBytes = 0;
        }
    }

    internal void Record(StandInRequest request)
    {
        lock (_gate)
        {
            var sequence = ++_sequence;
            request = request with
            {
                Sequence = sequence,
                Events = [.. request.Events.Select(captured => captured with { RequestSequence = sequence })],
            };
            _requests.Enqueue(request);
            _bodyBytes += request.BodyBytes;
            while (_requests.Count > _capacity || (_requests.Count > 1 && _bodyBytes > _bodyCapacity))
            {
                _bodyBytes -= _requests.Dequeue().BodyBytes;
            }

            foreach (var waiter in _waiters)
            {
                waiter.Offer(request);
            }
        }

        Recorded?.Invoke(request);
    }
}
