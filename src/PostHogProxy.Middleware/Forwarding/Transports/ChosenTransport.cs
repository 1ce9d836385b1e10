using Microsoft.AspNetCore.Http;
using PostHogProxy.Forwarding.Contents;
using PostHogProxy.Forwarding.Messages;
using PostHogProxy.Responses;

namespace PostHogProxy.Forwarding.Transports;

/// <summary>Our own connection where it fits, the runtime's client elsewhere.</summary>
/// <param name="handler">The runtime's client.</param>
/// <param name="own">Our own connections, one for each host that they may serve; none where they do not fit.</param>
/// <param name="options">Has the app's word, which may change while it runs.</param>
/// <param name="problems">Why our own do not fit a host, for those that they do not fit.</param>
internal sealed class ChosenTransport(
    HandlerTransport handler, IReadOnlyList<Http2Transport> own, IOptionsInForce options, IReadOnlyDictionary<string, string> problems)
    : IUpstreamTransport, IDisposable
{
    public ValueTask<UpstreamAnswer> SendAsync(
        HttpContext context, Exchange exchange, string origin, VisitorBody? streamed, CancellationToken cancellationToken) =>
        options.Current.Transport == PostHogTransport.Auto && Find(origin) is { IsUsable: true } http2
            ? http2.SendAsync(context, exchange, streamed, cancellationToken)
            : handler.SendAsync(context, exchange, origin, streamed, cancellationToken);

    /// <summary>Why the runtime's client sends to a host now; null where our own connections do.</summary>
    public string? WhyHandler(string origin) =>
        problems.GetValueOrDefault(origin)
        ?? (options.Current.Transport != PostHogTransport.Auto ? $"Transport is {options.Current.Transport}"
            : Find(origin) is { IsUsable: true } ? null
            : "the host doesn't offer HTTP/2");

    public void Dispose()
    {
        foreach (var http2 in own)
        {
            http2.Dispose();
        }
    }

    // Two or three.
    private Http2Transport? Find(string origin)
    {
        for (var index = 0; index < own.Count; index++)
        {
            if (own[index].Origin == origin)
            {
                return own[index];
            }
        }

        return null;
    }
}
