using Microsoft.AspNetCore.Http;
using PostHogProxy.Forwarding.Contents;
using PostHogProxy.Forwarding.Messages;
using PostHogProxy.Responses;

namespace PostHogProxy.Forwarding.Transports;

/// <summary>Carries exchanges to PostHog and brings the answers.</summary>
internal interface IUpstreamTransport
{
    /// <summary>Sends an exchange once. The head of the answer is still to come: <see cref="UpstreamAnswer.HeadAsync"/>.</summary>
    /// <param name="context">The visitor's request.</param>
    /// <param name="exchange">What of it is sent.</param>
    /// <param name="origin">Where to.</param>
    /// <param name="streamed">The visitor's body, where it streams; null where it is here, or there is none.</param>
    /// <param name="cancellationToken">Cancelled when nobody waits any more.</param>
    /// <exception cref="HttpRequestException">There is no connection.</exception>
    ValueTask<UpstreamAnswer> SendAsync(HttpContext context, Exchange exchange, string origin, VisitorBody? streamed, CancellationToken cancellationToken);
}
