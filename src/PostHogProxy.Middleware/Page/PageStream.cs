using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace PostHogProxy.Page;

/// <summary>One viewer's stream of server-sent events. It ends with the app, with the viewer, and now and then by itself.</summary>
internal sealed class PageStream(PageFeed feed, CancellationToken stopping)
{
    // A browser opens it again at once, and is asked again who it is: somebody may have signed out.
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);

    // A viewer who takes nothing for so long has vanished.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private static readonly byte[] Reconnect = "retry: 1000\n\n"u8.ToArray();

    public async Task WriteAsync(HttpContext context)
    {
        // One variable for all of them: a moment holds the one after it, so whoever kept the first one would keep them all.
        var moment = feed.Newest;
        if (!feed.TryJoin())
        {
            context.Response.Headers.RetryAfter = "10";
            await PageGuard.SayAsync(context, StatusCodes.Status503ServiceUnavailable, $"{PageFeed.MostViewers} tabs show the PostHog proxy page already. Close one of them.");
            return;
        }

        try
        {
            using var life = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
            life.CancelAfter(Longest);
            Begin(context);
            await SendAsync(context, Reconnect, life.Token);

            // The newest one may be an hour old, because the sampler rests while nobody looks. So the first to be sent is the next one.
            while (true)
            {
                moment = await moment.Next.WaitAsync(life.Token);
                while (moment.Next.IsCompletedSuccessfully)
                {
                    moment = await moment.Next;
                }

                await SendAsync(context, moment.Message, life.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // Whoever it was: the stream is over.
        }
        catch (IOException)
        {
            // The viewer is gone.
        }
        finally
        {
            feed.Leave();
        }
    }

    private static void Begin(HttpContext context)
    {
        context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        context.Response.ContentType = "text/event-stream; charset=utf-8";

        // nginx collects answers otherwise.
        context.Response.Headers["X-Accel-Buffering"] = "no";
    }

    private static async Task SendAsync(HttpContext context, byte[] message, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Patience);
        try
        {
            await context.Response.Body.WriteAsync(message, limit.Token);
            await context.Response.Body.FlushAsync(limit.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            context.Abort();
            throw;
        }
    }
}
