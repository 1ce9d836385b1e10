using PostHogProxy.Keeping;
using PostHogProxy.Payloads;

namespace PostHogProxy.Outbox.Times;

/// <summary>Makes of a kept request the one that is sent later, so that PostHog finds the times that it would have found at once.</summary>
internal static class TrueTimes
{
    // PostHog rounds a recording's shift to five minutes. A shift close to a half of that is moved by any delay; so only what the way may take is left.
    private static readonly TimeSpan ShortForRecordings = TimeSpan.FromSeconds(5);

    // A body of 32 MiB takes some times that while it is worked on. Eight of these at once would be too much for a small server.
    private static readonly SemaphoreSlim OneAtATime = new(1);

    /// <summary>As <see cref="For"/>, one request at a time in the whole process.</summary>
    public static async ValueTask<TimedRequest> ForAsync(KeptRequest request, DateTime now, CancellationToken cancellationToken)
    {
        await OneAtATime.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return For(request, now);
        }
        finally
        {
            OneAtATime.Release();
        }
    }

    /// <param name="request">What was kept.</param>
    /// <param name="now">The time of this attempt. Only a recording, and a body that nobody can read, depend on it.</param>
    /// <param name="most">How many bytes it may unpack to.</param>
    public static TimedRequest For(KeptRequest request, DateTime now, int most = Gzip.MostUnpacked)
    {
        try
        {
            return request.Kind switch
            {
                OutboxKind.Events => Events(request, now, most),
                OutboxKind.Replay => Recording(request, now, most),

                // OTLP times stand as they were sent.
                _ => new(request, WasRead: true),
            };
        }
        catch (Exception)
        {
            // Whatever it was: a request that could not leave would hold up all behind it.
            return new(request, WasRead: false);
        }
    }

    private static TimedRequest Events(KeptRequest request, DateTime now, int most)
    {
        var receivedAt = request.ReceivedAt;
        if (Payload.Of(request, most) is { } payload && EventBatch.WithTimes(payload.Json, SentAtQuery.Of(request.Query), receivedAt) is { } json)
        {
            return new(payload.Put(json, request with { Query = SentAtQuery.Without(request.Query) }), WasRead: true);
        }

        return new(request with { Query = SentAtQuery.Later(request.Query, now - receivedAt) }, WasRead: false);
    }

    private static TimedRequest Recording(KeptRequest request, DateTime now, int most)
    {
        var delay = now - request.ReceivedAt;
        if (delay < ShortForRecordings)
        {
            return new(request, WasRead: true);
        }

        var later = request with { Query = SentAtQuery.Later(request.Query, delay) };
        return Payload.Of(request, most) is { } payload && RecordingBatch.SentLater(payload.Json, delay) is { } json
            ? new(ReferenceEquals(json, payload.Json) ? later : payload.Put(json, later), WasRead: true)
            : new(later, WasRead: false);
    }
}
