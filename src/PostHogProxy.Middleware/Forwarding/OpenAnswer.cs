using System.Buffers;
using PostHogProxy.Rules.Routes;

namespace PostHogProxy.Forwarding;

/// <summary>An answer that is here already, because somebody else has asked PostHog for it. Whoever asked disposes it.</summary>
/// <param name="Response">Its head, and what of its body is still to come.</param>
/// <param name="Source">The host it came from.</param>
/// <param name="Begun">What of its body has been read already.</param>
internal readonly record struct OpenAnswer(HttpResponseMessage Response, Upstream Source, ReadOnlySequence<byte> Begun);
