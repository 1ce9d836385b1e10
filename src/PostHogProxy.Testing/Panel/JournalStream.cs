using System.Globalization;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace PostHogProxy.Testing.Panel;

/// <summary>The journal as a stream: what was missed first, then whatever comes.</summary>
internal static class JournalStream
{
    private const int Backlog = 200;

    /// <param name="journal">What is read.</param>
    /// <param name="lastEventId">The id of the last request that the reader has, as this stream gave it; empty for none.</param>
    /// <param name="stop">Ends the stream; the reader is gone, or the app is stopping.</param>
    public static async IAsyncEnumerable<SseItem<StandInRequest>> ReadAsync(
        StandInJournal journal, string lastEventId, [EnumeratorCancellation] CancellationToken stop)
    {
        // A reader that falls behind loses the oldest rows: the stand-in never waits for a panel.
        var arrivals = Channel.CreateBounded<StandInRequest>(new BoundedChannelOptions(Backlog) { FullMode = BoundedChannelFullMode.DropOldest });
        void Enqueue(StandInRequest request) => arrivals.Writer.TryWrite(request);

        // Listening before looking, so that nothing falls between. The number shows what is in both.
        journal.Recorded += Enqueue;
        try
        {
            var after = SequenceOf(lastEventId, journal.Run);
            foreach (var request in journal.Requests.Where(request => request.Sequence > after).TakeLast(Backlog))
            {
                after = request.Sequence;
                yield return Item(request, journal.Run);
            }

            while (await Arrived(arrivals.Reader, stop).ConfigureAwait(false))
            {
                while (arrivals.Reader.TryRead(out var request))
                {
                    if (request.Sequence > after)
                    {
                        yield return Item(request, journal.Run);
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
            return await arrivals.WaitToReadAsync(stop).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private static SseItem<StandInRequest> Item(StandInRequest request, string run) => new(request)
    {
        EventId = string.Create(CultureInfo.InvariantCulture, $"{run}-{request.Sequence}"),
    };

    // 0 for an id of another run: the reader has nothing of this one.
    private static long SequenceOf(string eventId, string run) =>
        eventId.Split('-') is [var of, var number] && of == run && long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var sequence) ? sequence : 0;
}
