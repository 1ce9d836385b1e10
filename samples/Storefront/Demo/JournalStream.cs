using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using PostHogProxy.Testing;

namespace Storefront.Demo;

/// <summary>The journal as a stream: what was missed first, then whatever comes.</summary>
internal static class JournalStream
{
    private const int Backlog = 200;

    /// <param name="journal">What is read.</param>
    /// <param name="asked">What the browser called each.</param>
    /// <param name="after">The last sequence number the reader has, 0 for none.</param>
    /// <param name="stop">Ends the stream; the reader is gone, or the app is stopping.</param>
    public static async IAsyncEnumerable<SseItem<SeenRequest>> ReadAsync(
        StandInJournal journal, AskedPaths asked, long after, [EnumeratorCancellation] CancellationToken stop)
    {
        // A reader that falls behind loses the oldest rows: the stand-in never waits for a panel.
        var arrivals = Channel.CreateBounded<StandInRequest>(new BoundedChannelOptions(Backlog) { FullMode = BoundedChannelFullMode.DropOldest });
        void Enqueue(StandInRequest request) => arrivals.Writer.TryWrite(request);

        // Listening before looking, so that nothing falls between; what is in both is told apart by its number.
        journal.Recorded += Enqueue;
        try
        {
            var kept = journal.Requests;

            // Numbers beyond the journal's are from an earlier run of the shop.
            after = kept.Count > 0 && after > kept[^1].Sequence ? 0 : after;
            foreach (var request in kept.Where(request => request.Sequence > after).TakeLast(Backlog))
            {
                after = request.Sequence;
                yield return Item(request, asked);
            }

            while (await Arrived(arrivals.Reader, stop))
            {
                while (arrivals.Reader.TryRead(out var request))
                {
                    if (request.Sequence > after)
                    {
                        yield return Item(request, asked);
                    }
                }
            }
        }
        finally
        {
            journal.Recorded -= Enqueue;
        }
    }

    private static async Task<bool> Arrived(ChannelReader<StandInRequest> arrivals, CancellationToken stop)
    {
        try
        {
            return await arrivals.WaitToReadAsync(stop);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private static SseItem<SeenRequest> Item(StandInRequest request, AskedPaths asked) => new(SeenRequest.Of(request, asked))
    {
        EventId = request.Sequence.ToString(),
    };
}
