using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;
using PostHogProxy.Responses;

namespace PostHogProxy.Forwarding.Contents;

/// <summary>
/// A visitor's body that goes on to PostHog while it comes in. It is sent whole or fails: an end that looked like one would make PostHog take half a
/// replay for a whole one.
/// </summary>
internal sealed class VisitorBody(HttpContext context, Patience patience)
{
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _started;

    /// <summary>What the server says of the visitor's body, where that could not be read.</summary>
    public Exception? ReadingFailure { get; private set; }

    /// <summary>The bytes sent.</summary>
    public long Bytes { get; private set; }

    /// <summary>The server's own memory, for who can send from there.</summary>
    public PipeReader Reader => context.Request.BodyReader;

    /// <summary>Says that it is read from now on.</summary>
    /// <exception cref="InvalidOperationException">It was read before, or its request has ended.</exception>
    public void Begin()
    {
        if (Interlocked.Exchange(ref _started, 1) != 0)
        {
            throw new InvalidOperationException("A body that streams can be sent once, and while its request lasts.");
        }
    }

    /// <summary>Says that nobody reads it any more.</summary>
    public void End() => _ended.TrySetResult();

    /// <summary>Completes when nobody reads the visitor's body any more. From now on nobody begins to: the context is soon another request's.</summary>
    public Task CloseAsync() => Interlocked.Exchange(ref _started, 1) == 0 ? Task.CompletedTask : _ended.Task;

    /// <summary>A part has come.</summary>
    public void Came() => patience.Extend();

    /// <summary>A part went on to PostHog.</summary>
    public void Went(long bytes)
    {
        Bytes += bytes;
        patience.Extend();
    }

    public async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        try
        {
            return await context.Request.Body.ReadAsync(buffer, cancellationToken);
        }
        catch (Exception failure)
        {
            throw Judge(failure, cancellationToken);
        }
    }

    public async ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await Reader.ReadAsync(cancellationToken);
        }
        catch (Exception failure)
        {
            throw Judge(failure, cancellationToken);
        }
    }

    /// <summary>Middleware of the app has cancelled a pending read. That is no fault of the visitor, who is answered.</summary>
    public static IOException CalledOff(Exception? failure = null) => new("The app has cancelled the reading of the request's body.", failure);

    private Exception Judge(Exception failure, CancellationToken cancellationToken)
    {
        if (failure is OperationCanceledException && !cancellationToken.IsCancellationRequested && !context.RequestAborted.IsCancellationRequested)
        {
            return CalledOff(failure);
        }

        if (failure is OperationCanceledException && cancellationToken.IsCancellationRequested && (!patience.Token.IsCancellationRequested || patience.IsEnded))
        {
            // The client calls the reading off when PostHog has refused the stream. A cancellation would pass for a time that was up.
            return new IOException("PostHog accepts no more of the request's body.", failure);
        }

        // Also where the time was up: it was the visitor who stood still.
        ReadingFailure = failure;
        return failure;
    }
}
