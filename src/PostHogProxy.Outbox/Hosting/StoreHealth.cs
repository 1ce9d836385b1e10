using Microsoft.Extensions.Logging;
using PostHogProxy.Outbox.Stores;

namespace PostHogProxy.Outbox.Hosting;

/// <summary>Whether the store works: says so when that turns, and not at every request. Each trouble has its own end.</summary>
internal sealed class StoreHealth(OutboxState state, PostHogOutboxOptions options, ILogger logger)
{
    // Above it there is trouble again with the next request or two, and each turn has a line in the log.
    private const double RoomAgain = 0.8;

    private readonly Lock _gate = new();
    private volatile Trouble _trouble;

    private enum Trouble
    {
        None,

        /// <summary>Ends when the store is open.</summary>
        Closed,

        /// <summary>Nothing of the store can be reached. Ends when it answers anything.</summary>
        Away,

        /// <summary>A request could not be written. Ends when something is written.</summary>
        NotWritten,

        /// <summary>What was kept cannot be read or settled. Ends when the drainer has had a whole turn.</summary>
        NotDrained,

        Full,

        ReplaysFull,

        DiskFull,
    }

    public void Opened() => End(Trouble.Closed);

    public void NotOpened(OutboxStoreException failure) => Fails(Trouble.Closed, failure.Message);

    /// <summary>Something was written.</summary>
    public void Wrote() => End(Trouble.NotWritten);

    public void NotWritten(Exception failure) => Fails(
        failure is OutboxStoreException { IsAway: true } ? Trouble.Away : Trouble.NotWritten,
        failure is OperationCanceledException ? "It did not answer within 5 seconds. Check its disk, or its server" : failure.Message);

    /// <summary>The drainer has read and written.</summary>
    public void Drains() => End(Trouble.NotDrained);

    public void NotDrained(OutboxStoreException failure) => Fails(failure.IsAway ? Trouble.Away : Trouble.NotDrained, failure.Message);

    public void Refused(Kept kept)
    {
        switch (kept)
        {
            case Kept.Full:
                Fails(Trouble.Full, "It is full. Raise PostHogProxy:Outbox:MaxBytes, or set DropOldestWhenFull");
                break;
            case Kept.ReplaysFull when options.MaxReplayShare == 0:
                // They are not wanted.
                break;
            case Kept.ReplaysFull:
                Fails(Trouble.ReplaysFull, "Recordings have taken their share of it. Raise PostHogProxy:Outbox:MaxReplayShare or MaxBytes");
                break;
            default:
                Fails(Trouble.DiskFull, "The disk has less free room than PostHogProxy:Outbox:MinFreeDisk. Free some");
                break;
        }
    }

    /// <summary>The store has said what it holds. That ends what room ends, and a server's being away.</summary>
    public void Measured(OutboxContent content)
    {
        End(Trouble.Away);
        if (content.Bytes <= options.MaxBytes * RoomAgain)
        {
            End(Trouble.Full);
        }

        if (content.Bytes <= options.MaxBytes * options.MaxReplayShare * RoomAgain)
        {
            End(Trouble.ReplaysFull);
        }

        if (!content.IsDiskFull)
        {
            End(Trouble.DiskFull);
        }
    }

    private void End(Trouble trouble)
    {
        if (_trouble != trouble)
        {
            return;
        }

        lock (_gate)
        {
            if (_trouble != trouble)
            {
                return;
            }

            _trouble = Trouble.None;
            state.Problem = null;
        }

        logger.StoreWorks();
    }

    private void Fails(Trouble trouble, string problem)
    {
        lock (_gate)
        {
            _trouble = trouble;
            if (state.Problem == problem)
            {
                return;
            }

            state.Problem = problem;
        }

        logger.StoreFailed(problem);
    }
}
