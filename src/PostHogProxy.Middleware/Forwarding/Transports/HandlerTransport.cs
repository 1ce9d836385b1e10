using Microsoft.AspNetCore.Http;
using PostHogProxy.Forwarding.Contents;
using PostHogProxy.Forwarding.Messages;
using PostHogProxy.Responses;

namespace PostHogProxy.Forwarding.Transports;

/// <summary>Sends through the runtime's client, and whatever the app has put around or in place of it.</summary>
internal sealed class HandlerTransport(HttpMessageInvoker invoker) : IUpstreamTransport
{
    public async ValueTask<UpstreamAnswer> SendAsync(
        HttpContext context, Exchange exchange, string origin, VisitorBody? streamed, CancellationToken cancellationToken)
    {
        using var request = UpstreamRequest.Create(context, exchange, origin, streamed);
        return new HandlerAnswer(await invoker.SendAsync(request, cancellationToken));
    }
}
