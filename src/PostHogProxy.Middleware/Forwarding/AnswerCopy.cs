using System.Buffers;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace PostHogProxy.Forwarding;

/// <summary>Passes the body of an answer to the browser as it comes in.</summary>
internal static class AnswerCopy
{
    private const int Portion = 64 * 1024;

    // RFC 9113, section 7.
    private const int InternalError = 2;

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    public static async ValueTask ToBrowserAsync(HttpResponseMessage response, HttpContext context, Attempt attempt, Patience patience)
    {
        // What is held back by the app's middleware is an answer that comes late.
        context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        if (await CopyAsync(response, context, attempt, patience) is { } failure)
        {
            attempt.Fail(AttemptError.ResponseBody, failure, patience.IsOver);
            Withdraw(context);
        }
        else if (attempt.ReceivedBytes < Declared(context))
        {
            // The client holds an answer over HTTP/1.1 to its length, and one over HTTP/2 to none.
            attempt.IsShort = true;
            attempt.Fail(AttemptError.ResponseBody, exception: null, timedOut: false);
            if (!context.Response.HasStarted)
            {
                context.Response.Clear();
            }
        }
    }

    // What went wrong; null where the body came to its end.
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private static async ValueTask<Exception?> CopyAsync(HttpResponseMessage response, HttpContext context, Attempt attempt, Patience patience)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(Portion);
        try
        {
            var body = await response.Content.ReadAsStreamAsync(patience.Token);
            for (int read; (read = await body.ReadAsync(buffer, patience.Token)) > 0; attempt.ReceivedBytes += read)
            {
                patience.Extend();
                await context.Response.Body.WriteAsync(buffer.AsMemory(0, read), patience.Token);
                patience.Extend();
            }

            return null;
        }
        catch (Exception failure)
        {
            return failure;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static long? Declared(HttpContext context) =>
        HttpMethods.IsHead(context.Request.Method) || context.Response.StatusCode == StatusCodes.Status304NotModified
            ? null
            : context.Response.ContentLength;

    // Half an answer must not look whole.
    private static void Withdraw(HttpContext context)
    {
        if (!context.Response.HasStarted)
        {
            context.Response.Clear();
        }
        else if (context.Features.Get<IHttpResetFeature>() is { } stream)
        {
            stream.Reset(InternalError);
        }
        else
        {
            context.Abort();
        }
    }
}
