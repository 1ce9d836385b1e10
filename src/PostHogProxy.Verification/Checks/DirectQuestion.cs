using System.Diagnostics;
using System.Net;
using PostHogProxy.Rules.Hosts;
using PostHogProxy.Verification.Questions;

namespace PostHogProxy.Verification.Checks;

/// <summary>Asks PostHog itself, past the proxy, to compare with.</summary>
internal static class DirectQuestion
{
    // As for any question to PostHog: a machine that may not reach it waits no longer.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>The time of PostHog's own health question; null where it could not be asked.</summary>
    public static async Task<TimeSpan?> TimeAsync(Inspection inspection, PostHogRegion region, CancellationToken cancellationToken)
    {
        // The first one pays for the connection.
        TimeSpan? best = null;
        for (var i = 0; i < 3; i++)
        {
            var reply = await AskAsync(inspection, region, new(HttpMethod.Get, "/flags/"), cancellationToken).ConfigureAwait(false);
            if (reply.Failure != ProbeFailure.None || reply.Status >= 500)
            {
                return null;
            }

            best = best is { } known && known < reply.Elapsed ? known : reply.Elapsed;
        }

        return best;
    }

    public static Task<Reply> AnnounceAsync(Inspection inspection, long bytes, CancellationToken cancellationToken) => AskAsync(
        inspection,
        inspection.Target.Region ?? PostHogRegion.Us,
        new(HttpMethod.Post, "/s/") { Body = new("text/plain", default) { DeclaredOnly = bytes } },
        cancellationToken);

    /// <summary>The headers that PostHog's ingest host puts on every answer.</summary>
    public static Task<Reply> HeadersAsync(Inspection inspection, CancellationToken cancellationToken) =>
        AskAsync(inspection, inspection.Target.Region ?? PostHogRegion.Us, new(HttpMethod.Get, "/flags/"), cancellationToken);

    private static async Task<Reply> AskAsync(Inspection inspection, PostHogRegion region, Question question, CancellationToken cancellationToken)
    {
        using var inTime = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        inTime.CancelAfter(Patience);
        var startedAt = Stopwatch.GetTimestamp();
        try
        {
            using var request = new HttpRequestMessage(question.Method, new Uri(RegionHosts.Of(region).IngestOrigin, question.Target))
            {
                Version = question.Body is null ? HttpVersion.Version20 : HttpVersion.Version11,
                VersionPolicy = HttpVersionPolicy.RequestVersionOrLower,
            };
            request.Headers.UserAgent.Add(new(new System.Net.Http.Headers.ProductHeaderValue(Probe.UserAgent)));
            if (question.Body is { DeclaredOnly: { } length })
            {
                request.Content = new WithheldContent(length);
                request.Headers.ExpectContinue = true;
            }

            using var response = await inspection.PostHog.SendAsync(request, inTime.Token).ConfigureAwait(false);
            var content = await ReplyContent.ReadAsync(response.Content, inTime.Token).ConfigureAwait(false);
            return new(question, (int)response.StatusCode)
            {
                Headers = [.. response.Headers.NonValidated.SelectMany(header => header.Value, (header, value) => KeyValuePair.Create(header.Key, value))],
                Text = content.Text,
                Elapsed = Stopwatch.GetElapsedTime(startedAt),
            };
        }
        catch (Exception failure) when (failure is not OutOfMemoryException && !cancellationToken.IsCancellationRequested)
        {
            return new(question, 0) { Failure = failure is OperationCanceledException ? ProbeFailure.Timeout : ProbeFailures.Of(failure, new(RegionHosts.Of(region).IngestOrigin, question.Target)) };
        }
    }
}
