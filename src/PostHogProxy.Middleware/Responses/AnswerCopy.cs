using System.Buffers;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace PostHogProxy.Responses;

/// <summary>Passes the body of an answer to the browser as it comes in.</summary>
internal static class AnswerCopy
{
    private const int Portion = 64 * 1024;

    // RFC 9113, section 7.
    private const int InternalError = 2;

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    public static async ValueTask ToBrowserAsync(
        UpstreamAnswer answer, HttpContext context, Attempt attempt, Patience patience, ReadOnlySequence<byte> begun = default)
    {
        // What is held back by the app's middleware is an answer that comes late.
        context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        if (!await CopyAsync(answer, context, attempt, patience, begun))
        {
            Withdraw(context);
        }
        else if (attempt.ReceivedBytes < Declared(context))
        {
            // The runtime's client holds an answer over HTTP/1.1 to its length, and one over HTTP/2 to none.
            attempt.IsShort = true;
            attempt.Fail(AttemptError.ResponseBody, exception: null, timedOut: false);
            if (!context.Response.HasStarted)
            {
                context.Response.Clear();
            }
        }
    }

    // Whether the body came to its end.
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private static async ValueTask<bool> CopyAsync(
        UpstreamAnswer answer, HttpContext context, Attempt attempt, Patience patience, ReadOnlySequence<byte> begun)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(Portion);
        var side = AttemptError.Delivery;
        try
        {
            foreach (var piece in begun)
            {
                await context.Response.Body.WriteAsync(piece, patience.Token);
                patience.Extend();
                attempt.ReceivedBytes += piece.Length;
            }

            side = AttemptError.ResponseBody;
            for (int read; (read = await answer.ReadAsync(buffer, patience.Token)) > 0; attempt.ReceivedBytes += read)
            {
                patience.Extend();
                if (attempt.ReceivedBytes + read > Declared(context))
                {
                    // Over HTTP/2 the runtime's client lets it pass. The server would refuse to write it, and that looks like a visitor who takes no more.
                    throw new IOException($"The body is longer than the {Declared(context)} bytes that it announces.");
                }

                side = AttemptError.Delivery;
                await context.Response.Body.WriteAsync(buffer.AsMemory(0, read), patience.Token);
                side = AttemptError.ResponseBody;
                patience.Extend();
            }

            return true;
        }
        catch (Exception failure)
        {
            attempt.Fail(side, failure, patience.IsOver);
            return false;
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
