using PostHogProxy.Http2.Connections;

namespace PostHogProxy.Forwarding.Transports;

/// <summary>The answer to a request without a body. What PostHog has not looked at is sent again, as often as the runtime's client does it.</summary>
internal sealed class RepeatedAnswer(Http2Stream stream, Func<CancellationToken, ValueTask<Http2Stream>> again) : Http2Answer(stream)
{
    private const long RefusedStream = 0x7;
    private const int MostRepeats = 3;

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

            Stream = await again(cancellationToken);
        }
    }
}
