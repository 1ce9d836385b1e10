namespace PostHogProxy.Testing.Journal;

/// <summary>Someone waiting for a request that has not come yet. Whoever waits goes on outside the journal's lock.</summary>
internal sealed class JournalWaiter
{
    private readonly Func<StandInRequest, bool> _match;
    private readonly TaskCompletionSource<StandInRequest> _found = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public JournalWaiter(Func<StandInRequest, bool> match)
    {
        _match = match;
    }

    public Task<StandInRequest> Task => _found.Task;

    public void Offer(StandInRequest request)
    {
        try
        {
            if (_match(request))
            {
                _found.TrySetResult(request);
            }
        }
        catch (Exception error)
        {
            // The waiter's own predicate failed: that is the waiter's to hear, not the request's.
            _found.TrySetException(error);
        }
    }
}
