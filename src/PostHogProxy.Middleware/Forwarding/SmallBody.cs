using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace PostHogProxy.Forwarding;

/// <summary>
/// Takes a small body whole before anything goes upstream: a beacon then survives the tab that sent it, can be sent a second time where it
/// never reached PostHog, and a slow visitor holds no stream to PostHog.
/// </summary>
internal sealed class SmallBody : IHttpRequestLifetimeFeature, IDisposable
{
    /// <summary>In bytes. Events, flag requests and most beacons are below; replays are not, and they stream.</summary>
    public const int Limit = 64 * 1024;

    private const int MostSendings = 2;

    // As a count of sendings: above any that there can be.
    private const int GivenBack = int.MaxValue / 2;

    private readonly byte[] _bytes;
    private readonly IHttpRequestLifetimeFeature? _lifetime;
    private Task? _first;
    private Task? _second;
    private int _sent;

    private SmallBody(byte[] bytes, int length, IHttpRequestLifetimeFeature? lifetime)
    {
        _bytes = bytes;
        _lifetime = lifetime;
        Length = length;
    }

    public int Length { get; }

    /// <summary>Never, from now on: the body is here, and it shall arrive although the browser is gone.</summary>
    public CancellationToken RequestAborted { get; set; }

    /// <summary>Reads the body where its length is known and small; null where it streams.</summary>
    /// <exception cref="IOException">The browser went away before it had sent what it promised.</exception>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public static async ValueTask<SmallBody?> ReadAsync(HttpContext context, TimeSpan timeout)
    {
        if (context.Request.ContentLength is not (> 0 and <= Limit))
        {
            return null;
        }

        var length = (int)context.Request.ContentLength.Value;
        var bytes = ArrayPool<byte>.Shared.Rent(length);
        try
        {
            var arrived = TakeWhatIsThere(context.Request.BodyReader, bytes.AsSpan(0, length));
            if (arrived < length)
            {
                await ReadRestAsync(context, bytes.AsMemory(arrived, length - arrived), timeout);
            }
        }
        catch
        {
            ArrayPool<byte>.Shared.Return(bytes);
            throw;
        }

        return new(bytes, length, context.Features.Get<IHttpRequestLifetimeFeature>());
    }

    // Browsers send a small body with the head of the request: as a rule all of it is here, and nobody need wait.
    private static int TakeWhatIsThere(PipeReader reader, Span<byte> to)
    {
        if (!reader.TryRead(out var read))
        {
            return 0;
        }

        // The length first: what has been let go is measured no more.
        var length = (int)Math.Min(to.Length, read.Buffer.Length);
        var there = read.Buffer.Slice(0, length);
        there.CopyTo(to);
        reader.AdvanceTo(there.End);
        return length;
    }

    private static async ValueTask ReadRestAsync(HttpContext context, Memory<byte> rest, TimeSpan timeout)
    {
        using var patience = Patience.Begin(timeout, context.RequestAborted);
        while (rest.Length > 0)
        {
            var read = await context.Request.Body.ReadAsync(rest, patience.Token);
            rest = rest[(read > 0 ? read : throw new EndOfStreamException())..];

            // Anew for each portion: a slow visitor's body moves, and only one that stands still is given up.
            patience.Extend();
        }
    }

    /// <summary>Whether it may be sent, if it never arrived: it is once more, and no oftener.</summary>
    public bool MaySend => !HasArrived && _sent < MostSendings;

    private bool HasArrived { get; set; }

    /// <summary>Writes the bytes, for one sending.</summary>
    /// <exception cref="IOException">It was sent as often as it may be, or its request has ended.</exception>
    public Task WriteToAsync(Stream stream, CancellationToken cancellationToken)
    {
        var sending = Interlocked.Increment(ref _sent);
        if (sending > MostSendings)
        {
            throw new IOException("The request was sent twice and not taken, or has ended.");
        }

        var writing = stream.WriteAsync(_bytes.AsMemory(0, Length), cancellationToken).AsTask();
        (sending == 1 ? ref _first : ref _second) = writing;
        return writing;
    }

    /// <summary>
    /// Gives the memory back, once, and not where somebody still writes from it: PostHog may answer before it has read, and a handler of the
    /// app's may send twice at a time, or go on after it has failed here. Nor after a failure: what the client does with the memory then is not known.
    /// </summary>
    public void Dispose()
    {
        var sent = Interlocked.Exchange(ref _sent, GivenBack);
        if (sent < GivenBack && (sent < 1 || HasWritten(_first)) && (sent < MostSendings || HasWritten(_second)))
        {
            ArrayPool<byte>.Shared.Return(_bytes);
        }
    }

    // Null where it is about to begin.
    private static bool HasWritten(Task? sending) => sending is { IsCompletedSuccessfully: true };

    /// <summary>Tells that the first byte of an answer has come, so that it must have arrived.</summary>
    public void AnswerBegins() => HasArrived = true;

    /// <summary>Takes the request over from the browser.</summary>
    public void Detach(HttpContext context) => context.Features.Set<IHttpRequestLifetimeFeature>(this);

    public void Abort() => _lifetime?.Abort();
}
