using System.Buffers;
using PostHogProxy.Forwarding;
using PostHogProxy.Rules.Routes;

namespace PostHogProxy.Caching;

/// <summary>
/// An answer that cannot be kept, still open: the first visitor who waits for it gets it, so that it costs PostHog one request. The others
/// ask for themselves.
/// </summary>
internal sealed class UnkeptAnswer(HttpResponseMessage response, Upstream source, AssetRoom room) : IDisposable
{
    private int _isTaken;

    /// <summary>What of its body has been read already.</summary>
    public ReadOnlySequence<byte> Begun { get; init; }

    /// <summary>The answer, for the one who passes it on.</summary>
    public OpenAnswer Answer => new(response, source, Begun);

    /// <summary>Whether it could be kept another time.</summary>
    public bool IsForLackOfRoom { get; init; }

    /// <summary>True for one caller, who disposes it.</summary>
    public bool TryTake() => Interlocked.Exchange(ref _isTaken, 1) == 0;

    public void Dispose()
    {
        response.Dispose();
        room.Dispose();
    }
}
