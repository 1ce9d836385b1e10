using System.Text;
using PostHogProxy.Http2.Pooling;
using PostHogProxy.Http2.Tests.Conformance;
using PostHogProxy.Http2.Tests.Wire;

namespace PostHogProxy.Http2.Tests.Many;

internal enum Outcome
{
    Answered = 1,
    Refused,
    Failed,
    GivenUp,
}

/// <summary>One exchange, which is sent again where no server has looked at it, as the sender does. Some are given up.</summary>
internal static class OneExchange
{
    public static async Task<Outcome> RunAsync(Http2ConnectionPool pool, string path, Random random, CancellationToken bound)
    {
        for (var attempt = 0; attempt < 20; attempt++)
        {
            var body = new byte[random.Next(5) * 700];
            var uploads = random.Next(4) == 0;
            using var stream = await pool.OpenAsync(Exchange.Block(body.Length == 0 ? "GET" : "POST", path), uploads ? default : body, endsHere: !uploads, bound);
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(bound);
            var givesUp = random.Next(40);
            if (givesUp == 0)
            {
                return Outcome.GivenUp;
            }

            if (givesUp == 1)
            {
                patience.CancelAfter(TimeSpan.FromMilliseconds(random.Next(3)));
            }

            try
            {
                if (uploads)
                {
                    // The answer, or its end, need not wait for it.
                    var upload = UploadAsync(stream, body, patience.Token);
                    if (random.Next(2) == 0)
                    {
                        await upload;
                    }
                }

                await stream.ResponseAsync(patience.Token);
                var status = stream.Status;
                Assert.Contains(("x-path", path), Exchange.Fields(stream));
                if (givesUp == 2)
                {
                    return Outcome.GivenUp;
                }

                var text = await ReadAsync(stream, patience.Token);
                Assert.Equal(status == 200 ? string.Concat(Enumerable.Repeat(path, 20)) : "", text);
                Assert.True(status is 200 or 413);
                return Outcome.Answered;
            }
            catch (OperationCanceledException) when (patience.IsCancellationRequested && !bound.IsCancellationRequested)
            {
                return Outcome.GivenUp;
            }
            catch (Exception failure) when (Failure.IsHttp(failure) && Failure.Code(failure) == WireCode.Refused)
            {
                // Again.
            }
            catch (Exception failure) when (Failure.IsHttp(failure) && Failure.Code(failure) is WireCode.Internal or WireCode.Cancel)
            {
                return Outcome.Failed;
            }
        }

        return Outcome.Refused;
    }

    private static async Task UploadAsync(Http2Stream stream, byte[] body, CancellationToken cancellationToken)
    {
        try
        {
            await stream.WriteAsync(new(body), cancellationToken);
            stream.EndBody();
        }
        catch (Exception failure) when (Failure.IsHttp(failure) || failure is OperationCanceledException)
        {
            // The answer says why.
        }
    }

    private static async Task<string> ReadAsync(Http2Stream stream, CancellationToken cancellationToken)
    {
        var text = new StringBuilder();
        var part = new byte[100];
        for (int count; (count = await stream.ReadAsync(part, cancellationToken)) > 0;)
        {
            text.Append(Encoding.ASCII.GetString(part, 0, count));
        }

        return text.ToString();
    }
}
