using PostHogProxy.Keeping;
using PostHogProxy.Outbox.Protection;
using PostHogProxy.Outbox.Sqlite;
using PostHogProxy.Outbox.Times;

namespace PostHogProxy.Tool.Outbox;

/// <summary>Sends what waits, a few at a time, until all is sent or PostHog takes nothing any more.</summary>
internal sealed class OutboxDrain(Archive archive, IKeptSender sender, TimeSpan timeout)
{
    private const int AtOnce = 8;

    private int _sent;
    private int _refused;
    private int _unreadable;
    private int _protected;
    private int _late;
    private int? _stoppedBy;

    /// <param name="to">Where they go, for the report.</param>
    /// <param name="cancellationToken">Ends it; nothing that PostHog has not taken is deleted.</param>
    public async Task<DrainDocument> RunAsync(string to, CancellationToken cancellationToken)
    {
        var last = archive.LastId();
        foreach (var batch in archive.Requests(isDead: false).TakeWhile(row => row.Id <= last).Where(CanBeSent).Chunk(AtOnce))
        {
            var outcomes = await Task.WhenAll(batch.Select(row => SendAsync(row.Request!, cancellationToken)));
            for (var at = 0; at < batch.Length; at++)
            {
                Settle(batch[at], outcomes[at]);
            }

            cancellationToken.ThrowIfCancellationRequested();
            if (Array.TrueForAll(outcomes, outcome => outcome.Verdict == Verdict.Later))
            {
                _stoppedBy = outcomes[0].Status;
                break;
            }
        }

        var left = archive.Totals(isDead: false).Sum(total => total.Entries);
        return new("drain", to, _sent, _refused, left, _protected, _unreadable, _late, _stoppedBy);
    }

    private bool CanBeSent(ArchivedRequest row)
    {
        if (row.Request is null)
        {
            _unreadable++;
            return false;
        }

        if (ProtectedRequest.Is(row.Request))
        {
            _protected++;
            return false;
        }

        return true;
    }

    private async Task<SendOutcome> SendAsync(KeptRequest request, CancellationToken cancellationToken)
    {
        try
        {
            var timed = await TrueTimes.ForAsync(request, DateTime.UtcNow, cancellationToken);
            if (!timed.WasRead)
            {
                Interlocked.Increment(ref _late);
            }

            return await sender.SendAsync(timed.Request, timeout, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // Those beside it may have arrived, and are settled first.
            return SendOutcome.Held;
        }
    }

    private void Settle(ArchivedRequest row, SendOutcome outcome)
    {
        switch (outcome.Verdict)
        {
            case Verdict.Taken:
                archive.Remove(row.Id);
                _sent++;
                break;
            case Verdict.Never:
                archive.Bury(row.Id, outcome.Status);
                _refused++;
                break;
            default:
                break;
        }
    }
}

/// <param name="Command">drain.</param>
/// <param name="To">Where they went.</param>
/// <param name="Sent">PostHog has taken them.</param>
/// <param name="Refused">They are dead letters now.</param>
/// <param name="Left">They still wait.</param>
/// <param name="Protected">Of these, those that only the app can read.</param>
/// <param name="Spoilt">Of these, those that the disk has spoilt.</param>
/// <param name="Undecodable">Sent or tried, but their times may be late.</param>
/// <param name="StoppedBy">What PostHog answered when it took nothing any more; 0 for no answer.</param>
internal sealed record DrainDocument(string Command, string To, int Sent, int Refused, long Left, int Protected, int Spoilt, int Undecodable, int? StoppedBy)
{
    public int Schema { get; } = 1;
}
