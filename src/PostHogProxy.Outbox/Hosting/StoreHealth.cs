using Microsoft.Extensions.Logging;
using PostHogProxy.Outbox.Stores;

namespace PostHogProxy.Outbox.Hosting;

/// <summary>Whether the store works: says so when that turns, and not at every request.</summary>
internal sealed class StoreHealth(OutboxState state, ILogger logger)
{
    private readonly Lock _gate = new();
    private bool _isAway;

    /// <summary>The store has answered a question. That says nothing of a disk that is full, but all of a server that was away.</summary>
    public void Answers()
    {
        if (_isAway)
        {
            Works();
        }
    }

    public void Works()
    {
        if (state.Problem is null)
        {
            return;
        }

        lock (_gate)
        {
            if (state.Problem is null)
            {
                return;
            }

            state.Problem = null;
            _isAway = false;
        }

        logger.StoreWorks();
    }

    public void Fails(string problem, bool isAway = false)
    {
        lock (_gate)
        {
            _isAway = isAway;
            if (state.Problem == problem)
            {
                return;
            }

            state.Problem = problem;
        }

        logger.StoreFailed(problem);
    }

    public static string Words(Kept kept) => kept switch
    {
        Kept.Full => "It is full. Raise PostHogProxy:Outbox:MaxBytes, or set DropOldestWhenFull",
        Kept.ReplaysFull => "Recordings have taken their share of it. Raise PostHogProxy:Outbox:MaxReplayShare or MaxBytes",
        _ => "The disk has less free room than PostHogProxy:Outbox:MinFreeDisk. Free some",
    };
}
