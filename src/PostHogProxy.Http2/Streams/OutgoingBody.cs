using System.Buffers;

namespace PostHogProxy.Http2.Streams;

/// <summary>The body of a request on its way out. Used while the connection's gate is held.</summary>
internal struct OutgoingBody(long window, ReadOnlySequence<byte> unsent, bool endsHere)
{
    /// <summary>What the peer takes on this stream, in bytes. It may be below zero (RFC 9113, section 6.9.2).</summary>
    public long Window = window;

    /// <summary>What is to go out as soon as there is a window for it.</summary>
    public ReadOnlySequence<byte> Unsent = unsent;

    /// <summary>Whether the body ends behind what is to go out.</summary>
    public bool EndsHere = endsHere;

    /// <summary>Whether END_STREAM went out.</summary>
    public bool IsEnded;

    /// <summary>Whether the connection has it in the row of those that wait.</summary>
    public bool IsQueued;

    /// <summary>
    /// Whoever waits until it went out; null where nobody does. It goes on elsewhere: what it does next is to read from the visitor.
    /// </summary>
    public TaskCompletionSource? Awaited;

    public readonly bool HasMore => !Unsent.IsEmpty || (EndsHere && !IsEnded);
}
