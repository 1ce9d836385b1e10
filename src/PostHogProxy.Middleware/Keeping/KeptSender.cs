using Microsoft.Net.Http.Headers;
using PostHogProxy.Forwarding.Messages;
using PostHogProxy.Responses;
using PostHogProxy.Forwarding;

namespace PostHogProxy.Keeping;

/// <summary>Sends kept requests through the proxy's own connections to PostHog.</summary>
internal sealed class KeptSender(HttpMessageInvoker invoker, UpstreamOrigins origins, IOptionsInForce options) : IKeptSender
{
    public bool IsOff => options.Current.Disabled;

    public async ValueTask<SendOutcome> SendAsync(KeptRequest request, TimeSpan timeout, CancellationToken cancellationToken)
    {
        if (IsOff)
        {
            return SendOutcome.Held;
        }

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(timeout);
        try
        {
            using var message = UpstreamRequest.To(origins.Ingest, HttpMethod.Post, new(request.Path + request.Query, request.Path.Length));
            message.Content = new ByteArrayContent(request.Body);
            KeptHeaders.Put(request, message);
            using var response = await invoker.SendAsync(message, limit.Token).ConfigureAwait(false);
            var outcome = Outcome(response, isEvent: request.Kind != OutboxKind.Logs);
            return outcome with { IsOverQuota = await ReadToEndAsync(response, request.IsRecording && outcome.Status == 200, limit.Token).ConfigureAwait(false) };
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
        {
            // Whatever it was: PostHog has not said that it took the request.
            return new(0);
        }
    }

    // So that the connection can be used again. The head has said already what came of the request.
    private static async ValueTask<bool> ReadToEndAsync(HttpResponseMessage response, bool mayHaveNotice, CancellationToken cancellationToken)
    {
        try
        {
            if (mayHaveNotice)
            {
                return await QuotaNotice.IsInAsync(response.Content, cancellationToken).ConfigureAwait(false);
            }

            await response.Content.CopyToAsync(Stream.Null, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception)
        {
            // A connection less.
        }

        return false;
    }

    private static SendOutcome Outcome(HttpResponseMessage response, bool isEvent)
    {
        // A page, whatever its status, comes from something on the way: a captive portal, a firewall. PostHog has not spoken.
        var status = ResponseContract.Judge(response, isEvent) is ResponseVerdict.Pass or ResponseVerdict.Redirect ? (int)response.StatusCode : 0;
        return new(status, response.Headers.NonValidated.TryGetValues(HeaderNames.RetryAfter, out var wait) ? RetryAfter.Parse(wait.ToString(), TimeProvider.System) : null);
    }
}
