using Microsoft.Extensions.Options;
using PostHogProxy.Keeping;
using PostHogProxy.Outbox.Stores;

namespace PostHogProxy.Outbox.Hosting;

/// <summary>The outbox for the page of the app: how it is, and what a person may do about dead letters. The tool does the same to a file.</summary>
internal sealed class OutboxView(PostHogOutbox outbox, OutboxState state, IOptions<PostHogOutboxOptions> options, TimeProvider time) : IOutboxView
{
    private const int MostLetters = 50;

    // The page asks twice a second while somebody looks. A store that takes longer is a problem, and the page shows it as one.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    // A store may have to read a dead letter whole to say what it is.
    private static readonly TimeSpan LettersAgain = TimeSpan.FromSeconds(10);

    private volatile ReadLetters? _read;

    public async ValueTask<OutboxStatus> LookAsync(CancellationToken cancellationToken)
    {
        var content = state.Content;
        IReadOnlyList<DeadLetter> letters = [];
        string? unread = null;
        if (IsOpen)
        {
            using var patience = new CancellationTokenSource(Patience, time);
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
            try
            {
                content = await outbox.Stores.MeasureAsync(limit.Token).ConfigureAwait(false);
                letters = content.Dead > 0 ? await LettersAsync(content.Dead, limit.Token).ConfigureAwait(false) : [];
            }
            catch (Exception failure) when (failure is OutboxStoreException || (failure is OperationCanceledException && !cancellationToken.IsCancellationRequested))
            {
                unread = $"The PostHog outbox can't be read. {(failure is OutboxStoreException ? failure.Message : "It did not answer in time. Check its disk, or its server")}.";
            }
        }

        return new(
            options.Value.Mode.ToString(), content.Entries, content.Bytes, options.Value.MaxBytes, content.Oldest, content.Dead, Open(),
            unread ?? OutboxWords.Of(state, content, options.Value, time), letters);
    }

    public async ValueTask<int> RetryAsync(string? id, CancellationToken cancellationToken)
    {
        var retried = await ChangeAsync(() => outbox.Stores.RetryDeadAsync(id, cancellationToken)).ConfigureAwait(false);
        outbox.Ring();
        return retried;
    }

    public ValueTask<int> DropAsync(string? id, CancellationToken cancellationToken) => ChangeAsync(() => outbox.Stores.RemoveDeadAsync(id, cancellationToken));

    private bool IsOpen => options.Value.Mode != PostHogOutboxMode.Off && outbox.Stores.Failure is null;

    private async ValueTask<IReadOnlyList<DeadLetter>> LettersAsync(long dead, CancellationToken cancellationToken)
    {
        if (_read is not { } read || read.Dead != dead || time.GetElapsedTime(read.At) >= LettersAgain)
        {
            _read = read = new(dead, time.GetTimestamp(), await outbox.Stores.DeadAsync(MostLetters, cancellationToken).ConfigureAwait(false));
        }

        return read.Letters;
    }

    private async ValueTask<int> ChangeAsync(Func<ValueTask<int>> change)
    {
        try
        {
            return await change().ConfigureAwait(false);
        }
        catch (OutboxStoreException failure)
        {
            throw new IOException(failure.Message, failure);
        }
        finally
        {
            _read = null;
        }
    }

    private List<string> Open()
    {
        var open = new List<string>();
        foreach (var lane in outbox.Lanes)
        {
            foreach (var service in lane.Services)
            {
                if (service.Circuit.IsOpen)
                {
                    open.Add($"{service.Kind.Words()} of {lane.Name ?? lane.Path}");
                }
            }
        }

        return open;
    }

    private sealed record ReadLetters(long Dead, long At, IReadOnlyList<DeadLetter> Letters);
}
