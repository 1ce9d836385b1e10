using System.Net;
using System.Net.Http.Headers;

namespace PostHogProxy.Verification;

/// <summary>Puts one question to one host: a GET, briefly, without a body and without following anywhere.</summary>
internal sealed class Probe(HttpMessageInvoker invoker, TimeSpan? timeout = null)
{
    /// <summary>By this name PostHog, and whoever reads a log on the way, can tell our questions from a visitor's.</summary>
    public const string UserAgent = "PostHogProxy-Verification";

    private static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(5);

    private readonly TimeSpan _timeout = timeout ?? DefaultTimeout;

    /// <param name="url">What is asked for.</param>
    /// <param name="firstByteOnly">For a file whose content does not matter.</param>
    /// <param name="cancellationToken">Ends the question, and only this is thrown.</param>
    public async Task<ProbeAnswer> AskAsync(Uri url, bool firstByteOnly, CancellationToken cancellationToken)
    {
        using var inTime = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        inTime.CancelAfter(_timeout);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, url)
            {
                Version = HttpVersion.Version20,
                VersionPolicy = HttpVersionPolicy.RequestVersionOrLower,
            };
            request.Headers.UserAgent.Add(new(new ProductHeaderValue(UserAgent)));
            if (firstByteOnly)
            {
                request.Headers.Range = new(0, 0);
            }

            // An invoker returns when the headers are there; the rest is not waited for.
            using var response = await invoker.SendAsync(request, inTime.Token).ConfigureAwait(false);
            return new(url.Authority, (int)response.StatusCode, IsPage(response));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new(url.Authority, 0, Failure: ProbeFailure.Timeout);
        }
        catch (Exception failure) when (failure is not (OperationCanceledException or OutOfMemoryException))
        {
            return new(url.Authority, 0, Failure: ProbeFailures.Of(failure, url), Detail: ProbeFailures.Reason(failure));
        }
    }

    private static bool IsPage(HttpResponseMessage response) =>
        response.Content.Headers.ContentType?.MediaType?.Equals("text/html", StringComparison.OrdinalIgnoreCase) == true;
}
