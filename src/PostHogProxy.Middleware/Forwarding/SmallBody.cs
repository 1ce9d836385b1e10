using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace PostHogProxy.Forwarding;

/// <summary>
/// Takes a small body whole before anything goes upstream: a beacon then survives the tab that sent it, can be sent a second time where it
/// never reached PostHog, and a slow visitor holds no stream to PostHog.
/// </summary>
internal sealed class SmallBody : IHttpRequestLifetimeFeature
{
    /// <summary>In bytes. Events, flag requests and most beacons are below; replays are not, and they stream.</summary>
    public const int Limit = 64 * 1024;

    private const int MostSendings = 2;

    private readonly byte[] _bytes;
    private readonly IHttpRequestLifetimeFeature? _lifetime;
    private int _sent;

    private SmallBody(byte[] bytes, IHttpRequestLifetimeFeature? lifetime)
    {
        _bytes = bytes;
        _lifetime = lifetime;
    }

    public int Length => _bytes.Length;

    /// <summary>Never, from now on: the body is here, and it shall arrive although the browser is gone.</summary>
    public CancellationToken RequestAborted { get; set; }

    /// <summary>Reads the body where its length is known and small; null where it streams.</summary>
    /// <exception cref="IOException">The browser went away before it had sent what it promised.</exception>
    public static async ValueTask<SmallBody?> ReadAsync(HttpContext context, TimeSpan timeout)
    {
        if (context.Request.ContentLength is not (> 0 and <= Limit))
        {
            return null;
        }

        var bytes = GC.AllocateUninitializedArray<byte>((int)context.Request.ContentLength.Value);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
        for (var arrived = 0; arrived < bytes.Length;)
        {
            // Anew for each portion: a slow visitor's body moves, and only one that stands still is given up.
            patience.CancelAfter(timeout);
            var read = await context.Request.Body.ReadAsync(bytes.AsMemory(arrived), patience.Token);
            arrived += read > 0 ? read : throw new EndOfStreamException();
        }

        return new(bytes, context.Features.Get<IHttpRequestLifetimeFeature>());
    }

    /// <summary>Whether it may be sent, if it never arrived: it is once more, and no oftener.</summary>
    public bool MaySend => !HasArrived && _sent < MostSendings;

    private bool HasArrived { get; set; }

    /// <summary>The bytes, for one sending.</summary>
    /// <exception cref="IOException">It was sent as often as it may be.</exception>
    public ReadOnlyMemory<byte> NextSending() => Interlocked.Increment(ref _sent) <= MostSendings
        ? _bytes
        : throw new IOException("The request was sent twice and not taken.");

    /// <summary>Tells that the first byte of an answer has come, so that it must have arrived.</summary>
    public void AnswerBegins() => HasArrived = true;

    /// <summary>Takes the request over from the browser.</summary>
    public void Detach(HttpContext context) => context.Features.Set<IHttpRequestLifetimeFeature>(this);

    public void Abort() => _lifetime?.Abort();
}
