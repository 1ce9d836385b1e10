using Microsoft.AspNetCore.Http;

namespace PostHogProxy.Responses;

/// <summary>An answer of PostHog's, which is on its way. Whoever asked disposes it.</summary>
internal abstract class UpstreamAnswer : IDisposable
{
    /// <summary>Waits for its head. Nothing else can be asked of it before.</summary>
    /// <exception cref="HttpRequestException">There is no answer.</exception>
    public abstract ValueTask HeadAsync(CancellationToken cancellationToken);

    public abstract int Status { get; }

    /// <summary>What the body is said to be; null where nothing is said.</summary>
    public abstract string? ContentType { get; }

    /// <summary>When PostHog wants to be asked again; null where it does not say.</summary>
    public abstract string? RetryAfter { get; }

    /// <summary>Copies what passes of the headers to the browser's answer.</summary>
    /// <param name="to">The headers of the browser's answer.</param>
    /// <param name="withContent">Whether the body goes along, and what describes it.</param>
    /// <param name="appAnswersCors">Whether the app has said already which pages may read the answer.</param>
    public abstract void CopyHeaders(IHeaderDictionary to, bool withContent, bool appAnswersCors);

    /// <summary>Reads the next bytes of the body; 0 at its end.</summary>
    public abstract ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken);

    public abstract void Dispose();
}
