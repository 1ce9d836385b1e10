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

    /// <summary>The headers of PostHog's answers, of the named region or of both; empty where none can be asked.</summary>
    public static Task<IReadOnlyList<Reply>> HeadersAsync(Inspection inspection, CancellationToken cancellationToken) =>
        AskAllAsync(inspection, "/flags/", "/static/array.js", cancellationToken);

    /// <summary>What PostHog's hosts answer to one path, whatever they make of it; empty where none can be asked.</summary>
    public static Task<IReadOnlyList<Reply>> PathAsync(Inspection inspection, string path, CancellationToken cancellationToken) =>
        AskAllAsync(inspection, path, path, cancellationToken);

    private static async Task<IReadOnlyList<Reply>> AskAllAsync(Inspection inspection, string ingest, string assets, CancellationToken cancellationToken)
    {
        PostHogRegion[] regions = inspection.Target.Region is { } named ? [named] : [PostHogRegion.Us, PostHogRegion.Eu];
        var asked = await Task.WhenAll(regions.Select(RegionHosts.Of).SelectMany(hosts => new[]
        {
            AskAsync(inspection, hosts.IngestOrigin, new(HttpMethod.Get, ingest), cancellationToken),
            AskAsync(inspection, hosts.AssetsOrigin, new(HttpMethod.Get, assets), cancellationToken),
        })).ConfigureAwait(false);
        return [.. asked.Where(reply => reply.Failure == ProbeFailure.None)];
    }

    private static Task<Reply> AskAsync(Inspection inspection, PostHogRegion region, Question question, CancellationToken cancellationToken) =>
        AskAsync(inspection, RegionHosts.Of(region).IngestOrigin, question, cancellationToken);

    private static async Task<Reply> AskAsync(Inspection inspection, Uri origin, Question question, CancellationToken cancellationToken)
    {
        using var inTime = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        inTime.CancelAfter(Patience);
        var startedAt = Stopwatch.GetTimestamp();
        try
        {
            using var request = new HttpRequestMessage(question.Method, new Uri(origin, question.Target))
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
                Headers =
                [
                    .. response.Headers.NonValidated.Concat(response.Content.Headers.NonValidated)
                        .SelectMany(header => header.Value, (header, value) => KeyValuePair.Create(header.Key, value)),
                ],
                Text = content.Text,
                Elapsed = Stopwatch.GetElapsedTime(startedAt),
            };
        }
        catch (Exception failure) when (failure is not OutOfMemoryException && !cancellationToken.IsCancellationRequested)
        {
            return new(question, 0) { Failure = failure is OperationCanceledException ? ProbeFailure.Timeout : ProbeFailures.Of(failure, new(origin, question.Target)) };
        }
    }
}
