using PostHogProxy.Http2.Connections;
using PostHogProxy.Http2.Pooling;

namespace PostHogProxy.Forwarding.Transports;

/// <summary>The answer to a request without a body. What PostHog has not looked at is sent again, as often as the runtime's client does it.</summary>
internal sealed class RepeatedAnswer(Http2Stream stream, Func<CancellationToken, ValueTask<Http2Stream>> again) : Http2Answer(stream)
{
    private const long RefusedStream = 0x7;
    private const int MostRepeats = 3;

    // The server may have been replaced by one that speaks HTTP/1.1 only: the next request finds out and goes there.
    private async ValueTask<Http2Stream> AgainAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await again(cancellationToken);
        }
        catch (NotHttp2Exception otherwise)
        {
            throw new HttpRequestException(HttpRequestError.ConnectionError, otherwise.Message, otherwise);
        }
    }

    public override async ValueTask HeadAsync(CancellationToken cancellationToken)
    {
        for (var repeats = 0; ; repeats++)
        {
            try
            {
                await base.HeadAsync(cancellationToken);
                return;
            }
            catch (HttpRequestException refused) when (repeats < MostRepeats && refused.InnerException is HttpProtocolException { ErrorCode: RefusedStream })
            {
                Stream.Dispose();
            }

            Stream = await AgainAsync(cancellationToken);
        }
    }
}
