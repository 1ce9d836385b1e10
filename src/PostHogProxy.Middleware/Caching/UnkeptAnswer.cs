using System.Buffers;
using PostHogProxy.Rules.Routes;

namespace PostHogProxy.Caching;

/// <summary>
/// An answer that cannot be kept, still open: the first visitor who waits for it gets it, so that it costs PostHog one request. The others
/// ask for themselves.
/// </summary>
internal sealed class UnkeptAnswer(HttpResponseMessage response, Upstream source, AssetRoom room) : IDisposable
{
    private int _isTaken;

    /// <summary>Its head, and what of its body is still to come.</summary>
    public HttpResponseMessage Response { get; } = response;

    public Upstream Source { get; } = source;

    /// <summary>What of its body has been read already.</summary>
    public ReadOnlySequence<byte> Begun { get; init; }

    /// <summary>Whether it could be kept another time.</summary>
    public bool IsForLackOfRoom { get; init; }

    /// <summary>True for one caller, who disposes it.</summary>
    public bool TryTake() => Interlocked.Exchange(ref _isTaken, 1) == 0;

    public void Dispose()
    {
        Response.Dispose();
        room.Dispose();
    }
}
