using System.Buffers;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace PostHogProxy.Forwarding.Contents;

/// <summary>
/// A small body that is here whole before anything goes upstream: a beacon then survives the tab that sent it, can be sent a second time where it
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

    /// <param name="bytes">Rented from the shared pool; it goes back there.</param>
    /// <param name="length">How many of them are the body's.</param>
    /// <param name="lifetime">The request's, which it takes the place of.</param>
    public SmallBody(byte[] bytes, int length, IHttpRequestLifetimeFeature? lifetime)
    {
        _bytes = bytes;
        _lifetime = lifetime;
        Length = length;
    }

    /// <summary>A body of these bytes; null where the process has no room for it.</summary>
    public static SmallBody? TryCopy(ReadOnlySpan<byte> body)
    {
        var bytes = ArrayPool<byte>.Shared.Rent(body.Length);
        if (!BodyRoom.OfProcess.TryGrow(0, bytes.Length))
        {
            ArrayPool<byte>.Shared.Return(bytes);
            return null;
        }

        body.CopyTo(bytes);
        return new(bytes, body.Length, lifetime: null);
    }

    public int Length { get; }

    /// <summary>Never, from now on: the body is here, and it shall arrive although the browser is gone.</summary>
    public CancellationToken RequestAborted { get; set; }

    /// <summary>Whether it may be sent, if it never arrived: it is once more, and no oftener.</summary>
    public bool MaySend => !HasArrived && _sent < MostSendings;

    private bool HasArrived { get; set; }

    /// <summary>Writes the bytes, for one sending.</summary>
    /// <exception cref="IOException">It was sent as often as it may be, or its request has ended.</exception>
    public Task WriteToAsync(Stream stream, CancellationToken cancellationToken)
    {
        var sending = Begin();
        var writing = stream.WriteAsync(_bytes.AsMemory(0, Length), cancellationToken).AsTask();
        (sending == 1 ? ref _first : ref _second) = writing;
        return writing;
    }

    /// <summary>The bytes, for a transport that lets them go before the body is disposed.</summary>
    public ReadOnlyMemory<byte> Bytes => _bytes.AsMemory(0, Length);

    /// <summary>Counts a sending by such a transport.</summary>
    /// <exception cref="IOException">It was sent as often as it may be, or its request has ended.</exception>
    public void Sent() => (Begin() == 1 ? ref _first : ref _second) = Task.CompletedTask;

    /// <summary>
    /// Gives the memory back, once, and not where somebody still writes from it: PostHog may answer before it has read, and a handler of the
    /// app's may send twice at a time, or go on after it has failed here. Nor after a failure: what the client does with the memory then is not known.
    /// </summary>
    public void Dispose()
    {
        var sent = Interlocked.Exchange(ref _sent, GivenBack);
        if (sent >= GivenBack)
        {
            return;
        }

        BodyRoom.OfProcess.GiveBack(_bytes.Length);
        if ((sent < 1 || HasWritten(_first)) && (sent < MostSendings || HasWritten(_second)))
        {
            ArrayPool<byte>.Shared.Return(_bytes);
        }
    }

    private int Begin() => Interlocked.Increment(ref _sent) is var sending and <= MostSendings
        ? sending
        : throw new IOException("The request was sent twice and not taken, or has ended.");

    // Null where it is about to begin.
    private static bool HasWritten(Task? sending) => sending is { IsCompletedSuccessfully: true };

    public byte[] ToArray() => _bytes.AsSpan(0, Length).ToArray();

    /// <summary>Tells that the first byte of an answer has come, so that it must have arrived.</summary>
    public void AnswerBegins() => HasArrived = true;

    /// <summary>Takes the request over from the browser.</summary>
    public void Detach(HttpContext context) => context.Features.Set<IHttpRequestLifetimeFeature>(this);

    public void Abort() => _lifetime?.Abort();
}
