using System.Net;
using Microsoft.Net.Http.Headers;
using PostHogProxy.Forwarding.Messages;
using PostHogProxy.Forwarding;
using PostHogProxy.Responses;
using PostHogProxy.Rules.Routes;
using PostHogProxy.Telemetry;

namespace PostHogProxy.Caching;

/// <summary>Why PostHog gave no answer that counts.</summary>
/// <param name="Text">The reason, for the log.</param>
/// <param name="Origin">The host that was asked.</param>
/// <param name="Error">What went wrong on the way; none where an answer came, and was no good.</param>
/// <param name="Exception">Its cause.</param>
/// <param name="TimedOut">Whether PostHog stood still for too long.</param>
internal sealed record FetchFailure(string Text, string Origin, AttemptError Error = AttemptError.None, Exception? Exception = null, bool TimedOut = false);

/// <summary>What came of asking PostHog for something to keep.</summary>
/// <param name="Asset">What can be kept.</param>
/// <param name="Failure">Null where an answer came that counts, to keep or not.</param>
/// <param name="Status">The status of the answer, if one came.</param>
/// <param name="IsPage">Whether a page came where a script was asked for.</param>
/// <param name="Unkept">The answer, still open, where it counts and cannot be kept, and would be the same for any visitor.</param>
internal readonly record struct Fetched(CachedAsset? Asset, FetchFailure? Failure = null, int Status = 0, bool IsPage = false, UnkeptAnswer? Unkept = null);

/// <summary>
/// Asks PostHog on behalf of all visitors. Nothing of the one who happens to ask goes along but what is in the key: no address, no user
/// agent, no condition, no Origin.
/// </summary>
internal sealed class AssetFetcher(
    IOptionsInForce options, UpstreamOrigins origins, UpstreamClient client, AssetFallback fallback, ProxyMetrics metrics, TimeProvider time)
{
    // A browser that waits longer for a script has given the page up; then it is forwarded, and waits on its own.
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    private readonly bool _hasFallback = origins.Assets != origins.Ingest;

    /// <param name="asked">What is asked for.</param>
    /// <param name="known">What is here, and has run out or is about to.</param>
    /// <param name="room">Where space for the answer is taken.</param>
    /// <param name="nobodyWaits">Cancelled when the answer is of no use any more.</param>
    public async Task<Fetched> FetchAsync(AssetKey asked, CachedAsset? known, AssetRoom room, CancellationToken nobodyWaits)
    {
        var mayFallBack = _hasFallback && !fallback.IsRemembered(asked.Target);
        var fetched = await AskAsync(asked, known, room, mayFallBack || !_hasFallback ? Upstream.Assets : Upstream.Ingest, nobodyWaits);
        if (mayFallBack && fetched.Asset is null && !nobodyWaits.IsCancellationRequested && (fetched.Status == 0 || fetched.IsPage || AssetFallback.IsRefusal(fetched.Status)))
        {
            var second = await AskAsync(asked, known, room, Upstream.Ingest, nobodyWaits);
            var isRefused = fetched.Status == (int)HttpStatusCode.Forbidden;
            if (second.Asset is not null || (isRefused && second.Status == (int)HttpStatusCode.OK))
            {
                var isTheHosts = fetched.Failure is { } failure && UpstreamFailure.IsTheHosts(failure.TimedOut, failure.Exception);
                fallback.Served(asked.Target, asked.IsEverybodys || isTheHosts);
            }

            // Who refuses says nothing of the file; whether it is gone or PostHog fails, the other host's answer tells.
            if (second.Asset is not null || (isRefused && second.Status == (int)HttpStatusCode.OK))
            {
                return second;
            }

            // A visitor is told that the file is refused, as the assets host says, and not that it is missing at the other.
            second.Unkept?.Dispose();
            return isRefused ? second with { Unkept = null } : fetched;
        }

        return fetched;
    }

    private async Task<Fetched> AskAsync(AssetKey asked, CachedAsset? known, AssetRoom room, Upstream upstream, CancellationToken nobodyWaits)
    {
        var origin = origins.For(upstream);
        using var activity = ProxyActivity.Start("GET", asked.Route);
        using var whole = new CancellationTokenSource(Longest, time);
        await using var left = nobodyWaits.UnsafeRegister(static whole => ((CancellationTokenSource)whole!).Cancel(), whole);
        using var patience = Patience.Begin(options.Current.ResponseTimeout, whole.Token);
        HttpResponseMessage? response = null;
        var fetched = new Fetched(null, new("timeout", origin, AttemptError.Request, TimedOut: true));
        try
        {
            using var request = Request(asked, known, origin);
            var askedAt = time.GetUtcNow();
            response = await client.Invoker.SendAsync(request, patience.Token);
            fetched = await JudgeAsync(asked, known, response, upstream, askedAt, room, patience);
        }
        catch (OperationCanceledException) when (whole.IsCancellationRequested)
        {
            // Slow, but it may come yet: the visitor's own request goes there and waits as long as it takes. Or nobody waits for it.
            fetched = new(null, new("it is slow", origin));
        }
        catch (OperationCanceledException)
        {
            // It stood still.
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            // Whatever a handler of the app's may throw, a visitor is better served by what is here.
            fetched = new(null, new(UpstreamFailure.Reason(failure), origin, failure is IOException ? AttemptError.ResponseBody : AttemptError.Request, failure));
        }
        finally
        {
            if (fetched.Unkept is null)
            {
                response?.Dispose();
            }
        }

        activity?.Tell(origins.HostOf(upstream), fetched.Status == 0 ? StatusCodeOf(fetched) : fetched.Status);
        return fetched;
    }

    private static int StatusCodeOf(Fetched fetched) =>
        (int)(fetched.Failure?.TimedOut == true ? HttpStatusCode.GatewayTimeout : HttpStatusCode.BadGateway);

    private static HttpRequestMessage Request(AssetKey asked, CachedAsset? known, string origin)
    {
        var request = UpstreamRequest.To(origin, HttpMethod.Get, asked.Target);
        Add(HeaderNames.Accept, "*/*");
        Add(HeaderNames.AcceptEncoding, AcceptedEncodingsOf.Text(asked.Encodings));

        // A CDN may refuse who has no name.
        Add(HeaderNames.UserAgent, "PostHogProxy-Cache");
        Add(HeaderNames.Referer, asked.Page);
        if (known is { IsKept: true, Headers: var kept })
        {
            // What has no tag of PostHog's may have a time (RFC 9111, 4.3.1).
            Add(HeaderNames.IfNoneMatch, kept.IsTaggedByPostHog ? kept.ETag : null);
            Add(HeaderNames.IfModifiedSince, kept.IsTaggedByPostHog ? null : kept.LastModified);
        }

        return request;

        void Add(string name, string? value)
        {
            if (value is not null)
            {
                request.Headers.TryAddWithoutValidation(name, value);
            }
        }
    }

    private async Task<Fetched> JudgeAsync(
        AssetKey asked, CachedAsset? known, HttpResponseMessage response, Upstream upstream, DateTimeOffset askedAt, AssetRoom room,
        Patience patience)
    {
        var status = (int)response.StatusCode;
        var verdict = ResponseContract.Judge(response, isEvent: false);
        if (verdict is not (ResponseVerdict.Pass or ResponseVerdict.PassWithoutBody))
        {
            return new(null, new("a redirect or a page", origins.For(upstream)), status, IsPage: verdict == ResponseVerdict.Page);
        }

        if (status is 429 or >= 500)
        {
            return new(null, new($"status {status}", origins.For(upstream)), status);
        }

        if (AssetHeaders.Of(response, askedAt) is not { } said)
        {
            return Unkept(asked, response, upstream, room);
        }

        var age = DeltaSeconds.Age(response);
        var isUnchanged = response.StatusCode == HttpStatusCode.NotModified && known is { IsKept: true };
        var headers = isUnchanged ? known!.Headers.UpdatedBy(said) : said;
        var terms = StorageTerms.Of(headers, age, askedAt, asked.Route.Kind, options.Initial.AssetCache.FallbackDuration);
        if (isUnchanged)
        {
            return terms is { } renewed && (said.ETag is null || EntityTags.Matches(said.ETag, headers.ETag!))
                ? new(known!.Renewed(headers, askedAt - age, renewed, upstream), Failure: null, status)
                : new(null, Failure: null, status);
        }

        if (response.StatusCode != HttpStatusCode.OK || terms is not { } holds || !AcceptedEncodingsOf.Allow(asked.Encodings, headers.ContentEncoding))
        {
            return Unkept(asked, response, upstream, room);
        }

        var pieces = new BodyPieces();
        if (await WholeBody.ReadAsync(response, pieces, options.Initial.AssetCache.LargestKept, room, patience) is not BodyVerdict.Whole and var why)
        {
            return Unkept(asked, response, upstream, room, pieces, why);
        }

        metrics.Transferred(asked.Route.Kind, sent: 0, pieces.Length);
        var body = pieces.ToSequence();
        headers = headers with { ETag = headers.ETag ?? CachedAsset.TagOf(body) };
        return new(new(asked.Text, headers, body, askedAt - age, holds) { Source = upstream }, Failure: null, status);
    }

    // What cannot be kept is the answer to whoever asked all the same, if it would be the same for any visitor.
    private static Fetched Unkept(
        AssetKey asked, HttpResponseMessage response, Upstream upstream, AssetRoom room, BodyPieces? begun = null, BodyVerdict why = BodyVerdict.TooLarge)
    {
        var status = (int)response.StatusCode;
        var headers = response.Headers.NonValidated;
        var vary = headers.TryGetValues(HeaderNames.Vary, out var names) ? names.ToString() : "";
        var isForAll = IsAnswerToAll(status)
            && !headers.Contains(HeaderNames.RetryAfter)
            && !VaryNames.MayDependOnVisitor(vary, asked.Route.Kind)
            && AcceptedEncodingsOf.Allow(asked.Encodings, AssetHeaders.EncodingOf(response));
        return new(null, Failure: null, status, Unkept: isForAll
            ? new(response, upstream, room) { Begun = begun?.ToSequence() ?? default, IsForLackOfRoom = why == BodyVerdict.NoRoom }
            : null);
    }

    // A refusal may be meant for this server, who has no address and no name of a browser's.
    private static bool IsAnswerToAll(int status) =>
        status is 200 or 203 or (>= 400 and < 500 and not (401 or 403 or 407 or 408));
}
