using System.Buffers;
using Microsoft.AspNetCore.Http;
using PostHogProxy.Responses;

namespace PostHogProxy.Caching;

/// <summary>Writes a kept answer to one browser: conditions, HEAD and ranges as RFC 9110 has them, and the whole body in one piece.</summary>
internal static class AssetAnswer
{
    // As much as a slow browser may make this server hold at a time. PostHog's loader fits in.
    private const int Piece = 128 * 1024;

    public static Task WriteAsync(HttpContext context, CachedAsset asset, DateTimeOffset now)
    {
        var request = context.Request;
        AppCompression.KeepOff(request);
        Describe(context, asset, now);
        if (HasIt(request, asset.Headers, now))
        {
            context.Response.StatusCode = StatusCodes.Status304NotModified;
            return Task.CompletedTask;
        }

        var body = asset.Body;
        if (request.Headers.Range.Count > 0 && HttpMethods.IsGet(request.Method) && EntityTags.AllowsRange(request.Headers.IfRange, asset.Headers, now)
            && ByteRange.Of(request.Headers.Range, (int)body.Length) is { } range)
        {
            context.Response.Headers.ContentRange = range.ContentRange((int)body.Length);
            if (!range.IsSatisfiable)
            {
                context.Response.StatusCode = StatusCodes.Status416RangeNotSatisfiable;
                return Task.CompletedTask;
            }

            context.Response.StatusCode = StatusCodes.Status206PartialContent;
            body = body.Slice(range.Start, range.Length);
        }

        return WriteBodyAsync(context, asset.Headers, body);
    }

    private static void Describe(HttpContext context, CachedAsset asset, DateTimeOffset now)
    {
        var headers = context.Response.Headers;
        headers.CacheControl = asset.Headers.CacheControl;
        headers.ETag = asset.Headers.ETag;
        headers.LastModified = asset.Headers.LastModified;
        headers.Expires = asset.Headers.Expires;
        headers.Date = asset.Headers.Date;
        headers.Vary = asset.Headers.Vary;
        headers.Age = asset.Age(now);
        headers.XContentTypeOptions = "nosniff";
        CrossOrigin.Permit(context);
    }

    private static void DescribeBody(HttpResponse response, AssetHeaders described, long length)
    {
        var headers = response.Headers;
        headers.AcceptRanges = "bytes";
        headers.ContentType = described.ContentType;
        headers.ContentEncoding = described.ContentEncoding;
        headers.ContentLanguage = described.ContentLanguage;
        headers.ContentLength = length;
    }

    private static bool HasIt(HttpRequest request, AssetHeaders headers, DateTimeOffset now) =>
        request.Headers.IfNoneMatch is { Count: > 0 } tags ? EntityTags.Matches(tags, headers.ETag!)
        : request.Headers.IfModifiedSince is { Count: > 0 } since && IsUnmodified(since.ToString(), headers, now);

    // What has no time of its own is as old as the answer (RFC 9111, 4.3.2).
    private static bool IsUnmodified(string since, AssetHeaders headers, DateTimeOffset now) =>
        HttpDate.Of(since, now) is { } asked && HttpDate.Of(headers.LastModified ?? headers.Date, now) is { } ours && ours <= asked;

    private static Task WriteBodyAsync(HttpContext context, AssetHeaders described, ReadOnlySequence<byte> body)
    {
        DescribeBody(context.Response, described, body.Length);
        return HttpMethods.IsHead(context.Request.Method) ? Task.CompletedTask : WriteBodyAsync(context.Response, body);
    }

    private static Task WriteBodyAsync(HttpResponse response, ReadOnlySequence<byte> body)
    {
        // Before the start the server gives a buffer of its own that is copied once more.
        var start = response.StartAsync();
        if (body.Length > Piece || !start.IsCompletedSuccessfully)
        {
            return WriteInPiecesAsync(start, response, body);
        }

        // Written as it comes, the server would cut it into pages of 4 KiB and send each.
        var writer = response.BodyWriter;
        var length = (int)body.Length;
        body.CopyTo(writer.GetSpan(length));
        writer.Advance(length);
        var flush = writer.FlushAsync();
        return flush.IsCompletedSuccessfully ? Task.CompletedTask : flush.AsTask();
    }

    private static async Task WriteInPiecesAsync(Task start, HttpResponse response, ReadOnlySequence<byte> body)
    {
        await start;
        while (!body.IsEmpty)
        {
            var length = (int)Math.Min(body.Length, Piece);
            body.Slice(0, length).CopyTo(response.BodyWriter.GetSpan(length));
            response.BodyWriter.Advance(length);
            if ((await response.BodyWriter.FlushAsync()).IsCompleted)
            {
                // Nobody is there any more.
                return;
            }

            body = body.Slice(length);
        }
    }
}
